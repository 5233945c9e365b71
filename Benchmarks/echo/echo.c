// A bare libwebsockets echo server over libev: what the same library does on the same machine when there is no product in it.
//
//   echo PORT        (0: any free port; prints "listening PORT")
//
// A signal ends it. The context is made with the options that Frontdesk uses (Sources/WebServer/ContextCreation.swift).
#include <ev.h>
#include <libwebsockets.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// What has come in of one connection's message and waits to go back.
struct session {
  unsigned char *bytes;  // with LWS_PRE of room in front
  size_t count;
  int is_whole;
};

static int receive(struct lws *wsi, struct session *session, const void *bytes, size_t count) {
  unsigned char *grown = realloc(session->bytes, LWS_PRE + session->count + count);
  if (grown == NULL) return -1;
  memcpy(grown + LWS_PRE + session->count, bytes, count);
  session->bytes = grown;
  session->count += count;
  session->is_whole = lws_is_final_fragment(wsi) && lws_remaining_packet_payload(wsi) == 0;
  if (session->is_whole) lws_callback_on_writable(wsi);
  return 0;
}

static int forget(struct session *session) {
  free(session->bytes);
  memset(session, 0, sizeof *session);
  return 0;
}

static int send_back(struct lws *wsi, struct session *session) {
  if (!session->is_whole) return 0;
  int written = lws_write(wsi, session->bytes + LWS_PRE, session->count, LWS_WRITE_TEXT);
  forget(session);
  return written < 0 ? -1 : 0;
}

static int callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t count) {
  switch (reason) {
    case LWS_CALLBACK_RECEIVE: return receive(wsi, user, in, count);
    case LWS_CALLBACK_SERVER_WRITEABLE: return send_back(wsi, user);
    case LWS_CALLBACK_CLOSED: return forget(user);
    default: return 0;
  }
}

int main(int count, char **arguments) {
  if (count != 2) return fprintf(stderr, "usage: echo PORT\n"), 2;
  lws_set_log_level(LLL_ERR, NULL);
  struct ev_loop *loop = ev_loop_new(0);
  void *loops[] = {loop};
  struct lws_protocols protocols[] = {
      {.name = "http", .callback = lws_callback_http_dummy, .rx_buffer_size = 2048},
      {.name = "frontdesk.v1", .callback = callback, .per_session_data_size = sizeof(struct session), .rx_buffer_size = 2048},
      {0}};
  lws_retry_bo_t retry = {.secs_since_valid_ping = 25, .secs_since_valid_hangup = 50};
  struct lws_context_creation_info info = {
      .port = atoi(arguments[1]), .iface = "127.0.0.1", .protocols = protocols, .gid = -1, .uid = -1,
      .retry_and_idle_policy = &retry, .foreign_loops = loops, .max_http_header_data = 16384, .keepalive_timeout = 60,
      .timeout_secs = 20,
      .options = LWS_SERVER_OPTION_LIBEV | LWS_SERVER_OPTION_VALIDATE_UTF8 | LWS_SERVER_OPTION_SKIP_SERVER_CANONICAL_NAME |
                 LWS_SERVER_OPTION_FAIL_UPON_UNABLE_TO_BIND | LWS_SERVER_OPTION_DISABLE_IPV6};
  struct lws_context *context = lws_create_context(&info);
  if (context == NULL) return 1;
  printf("listening %d\n", lws_get_vhost_listen_port(lws_get_vhost_by_name(context, "default")));
  fflush(stdout);
  lws_service(context, 0);
  lws_context_destroy(context);
  return 0;
}
