#pragma once
#include <ev.h>
#include <libwebsockets.h>
#include <linux/sockios.h>
#include <malloc.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

/// LWS_PRE is a macro expression that Swift does not import.
static const int frontdesk_lws_pre = LWS_PRE;

/// Holds back (1) or lets go (0) what is written to a TCP socket, so that several small messages travel in one packet.
static inline void frontdesk_cork(int file, int on) { setsockopt(file, IPPROTO_TCP, 3 /* TCP_CORK */, &on, sizeof on); }

/// Bytes that have been read from a TCP socket since it was connected; -1 when the system does not say.
static inline int64_t frontdesk_bytes_read(int file) {
  // glibc's struct tcp_info ends before tcpi_bytes_received; in the kernel's it is at byte 128 since Linux 4.1.
  enum { option = 11 /* TCP_INFO */, received_at = 128, close_wait = 8 /* TCP_CLOSE_WAIT */ };
  unsigned char info[256] = {0};
  socklen_t size = sizeof info;
  int64_t received = 0;
  int unread = 0;
  if (getsockopt(file, IPPROTO_TCP, option, info, &size) != 0 || size < received_at + sizeof received) return -1;
  if (ioctl(file, SIOCINQ, &unread) != 0) return -1;
  memcpy(&received, info + received_at, sizeof received);
  // The end of the peer's stream is counted as a byte.
  return received - unread - (info[0] == close_wait);
}
