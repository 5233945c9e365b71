import CLibWebSockets

/// libwebsockets' one callback: recovers the loop and hands on. Non-zero closes the connection. Service thread only.
func serviceCallback(
  _ wsi: OpaquePointer?, _ reason: lws_callback_reasons, _ user: UnsafeMutableRawPointer?,
  _ bytes: UnsafeMutableRawPointer?, _ count: Int
) -> Int32 {
  guard let wsi, let context = lws_get_context(wsi), let pointer = lws_context_user(context) else { return 0 }
  // Unretained because `ServiceLoop.run` keeps the loop alive until the context is destroyed.
  let loop = Unmanaged<ServiceLoop>.fromOpaque(pointer).takeUnretainedValue()
  let payload = UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : count)
  switch reason {
  case LWS_CALLBACK_EVENT_WAIT_CANCELLED: loop.obeyCommands()
  case LWS_CALLBACK_FILTER_NETWORK_CONNECTION:
    // Here the argument is no pointer but the descriptor.
    return loop.admits(descriptor: Int(bitPattern: bytes)) ? 0 : 1
  case LWS_CALLBACK_SERVER_NEW_CLIENT_INSTANTIATED: loop.welcome(wsi)
  case LWS_CALLBACK_HTTP: return loop.beginExchange(wsi)
  case LWS_CALLBACK_HTTP_BODY: return loop.receiveBody(wsi, payload)
  case LWS_CALLBACK_HTTP_BODY_COMPLETION: return loop.endBody(wsi)
  case LWS_CALLBACK_HTTP_WRITEABLE: return loop.writeResponse(wsi)
  case LWS_CALLBACK_CLOSED_HTTP, LWS_CALLBACK_WSI_DESTROY:
    loop.forgetExchange(wsi)
    loop.forgetConnection(wsi)
  case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE: return loop.judgeUpgrade(wsi)
  case LWS_CALLBACK_ESTABLISHED: return loop.open(wsi)
  case LWS_CALLBACK_RECEIVE: loop.receive(wsi, payload)
  case LWS_CALLBACK_RECEIVE_PONG: loop.receivePong(wsi)
  case LWS_CALLBACK_SERVER_WRITEABLE: return loop.writeMessages(wsi)
  case LWS_CALLBACK_CLOSED: loop.forgetConnection(wsi)
  default: return 0
  }
  return 0
}
