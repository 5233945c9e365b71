#include "client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

uint64_t now_ns(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

// MARK: Socket

void client_open(struct load *load, struct client *client) {
  client->socket = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (client->socket < 0) {
    perror("socket");
    exit(1);
  }
  int on = 1;
  setsockopt(client->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)load->port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  struct epoll_event event = {.events = EPOLLOUT, .data.ptr = client};
  epoll_ctl(load->epoll, EPOLL_CTL_ADD, client->socket, &event);
  client->phase = CONNECTING;
  client->is_waiting_to_write = true;
  load->opening++;
  if (connect(client->socket, (struct sockaddr *)&address, sizeof address) != 0 && errno != EINPROGRESS) {
    load->refused++;
    client_close(load, client);
  }
}

void client_close(struct load *load, struct client *client) {
  if (client->phase == CLOSED) return;
  if (client->phase == LIVE) load->live--;
  else load->opening--;
  close(client->socket);
  client->phase = CLOSED;
  buffer_drop(&client->in, client->in.count);
  buffer_drop(&client->out, client->out.count);
}

static void go_live(struct load *load, struct client *client) {
  if (client->phase == LIVE) return;
  client->phase = LIVE;
  load->opening--;
  load->live++;
}

static void wait_for(struct load *load, struct client *client, bool writing) {
  if (client->is_waiting_to_write == writing) return;
  client->is_waiting_to_write = writing;
  struct epoll_event event = {.events = EPOLLIN | (writing ? EPOLLOUT : 0), .data.ptr = client};
  epoll_ctl(load->epoll, EPOLL_CTL_MOD, client->socket, &event);
}

static void flush(struct load *load, struct client *client) {
  while (client->out.count > 0) {
    ssize_t count = send(client->socket, client->out.bytes, client->out.count, MSG_NOSIGNAL);
    if (count <= 0) break;
    buffer_drop(&client->out, (size_t)count);
  }
  wait_for(load, client, client->out.count > 0);
}

static void send_text(struct load *load, struct client *client, const char *text, size_t count) {
  append_frame(&client->out, TEXT, text, count);
  flush(load, client);
}

// MARK: Frames out

static void greet(struct load *load, struct client *client) {
  char frame[512];
  int count = client->session[0] == 0
                  ? snprintf(frame, sizeof frame, "{\"type\":\"hello\",\"protocol\":1,\"role\":\"customer\",\"language\":\"en\"}")
                  : snprintf(frame, sizeof frame,
                             "{\"type\":\"hello\",\"protocol\":1,\"role\":\"customer\",\"language\":\"en\",\"session\":\"%s\","
                             "\"resume\":{\"conversation\":\"%s\",\"after\":%ld}}",
                             client->session, client->conversation, client->last_seq);
  client->phase = GREETING;
  send_text(load, client, frame, (size_t)count);
}

static void send_message(struct load *load, struct client *client) {
  static char frame[16384];
  int count = snprintf(frame, sizeof frame,
                       "{\"type\":\"message\",\"conversation\":\"%s\",\"client_message_id\":\"m%u\",\"text\":%s}",
                       client->conversation[0] == 0 ? "c000000000000" : client->conversation, client->number,
                       load->texts[client->text % load->text_count]);
  send_text(load, client, frame, (size_t)count);
}

void client_send(struct load *load, struct client *client) {
  client->number++;
  client->text++;
  client->acknowledged = 0;
  client->sent_at = now_ns();
  load->outstanding++;
  send_message(load, client);
}

void client_think(struct load *load, struct client *client, uint64_t delay) {
  unsigned place = (load->thinking_first + load->thinking_count++) % load->count;
  load->thinking[place] = (struct thought){now_ns() + delay, client};
}

void send_due(struct load *load) {
  uint64_t now = now_ns();
  while (load->thinking_count > 0 && load->thinking[load->thinking_first].due <= now) {
    struct client *client = load->thinking[load->thinking_first].client;
    load->thinking_first = (load->thinking_first + 1) % load->count;
    load->thinking_count--;
    if (now < load->sends_until && client->phase == LIVE && client->sent_at == 0) client_send(load, client);
  }
}

// MARK: Frames in

static void note_round_trip(struct load *load, uint64_t nanoseconds) {
  if (load->round_trip_count == load->round_trip_capacity) {
    load->round_trip_capacity = 2 * load->round_trip_capacity + 65536;
    load->round_trips = realloc(load->round_trips, load->round_trip_capacity * sizeof *load->round_trips);
    if (load->round_trips == NULL) abort();
  }
  load->round_trips[load->round_trip_count++] = (uint32_t)(nanoseconds / 1000);
}

static void answered(struct load *load, struct client *client) {
  uint64_t now = now_ns();
  if (now <= load->sends_until) note_round_trip(load, now - client->sent_at);
  client->sent_at = 0;
  load->outstanding--;
  if (now >= load->sends_until || client->is_handed_off) return;
  if (load->think > 0) client_think(load, client, load->think);
  else client_send(load, client);
}

/// What follows `key` in the frame, or NULL. Quotes inside JSON texts are escaped, so a key is never found in one.
static const char *after(const struct frame *frame, const char *key) {
  const char *found = memmem(frame->payload, frame->count, key, strlen(key));
  return found == NULL ? NULL : found + strlen(key);
}

static long number(const struct frame *frame, const char *key) {
  const char *text = after(frame, key);
  return text == NULL ? -1 : strtol(text, NULL, 10);  // a JSON object ends with }, so this stays inside
}

static void copy_text(const struct frame *frame, const char *key, char *target, size_t capacity) {
  const char *text = after(frame, key);
  if (text == NULL) return;
  const char *end = memchr(text, '"', (size_t)(frame->payload + frame->count - text));
  if (end == NULL || (size_t)(end - text) >= capacity) {
    fprintf(stderr, "a text is too long: %s\n", key);
    exit(1);
  }
  memcpy(target, text, (size_t)(end - text));
  target[end - text] = 0;
}

static void check_answered(struct load *load, struct client *client) {
  if (client->sent_at == 0 || client->acknowledged == 0) return;
  if (client->replied == client->acknowledged) answered(load, client);
}

static void take_event(struct load *load, struct client *client, const struct frame *frame) {
  long seq = number(frame, "\"seq\":");
  if (seq <= client->last_seq) {
    load->duplicates++;
    return;
  }
  load->gaps += seq != client->last_seq + 1;
  client->last_seq = seq;
  if (after(frame, "\"kind\":\"handoff\"") != NULL) {
    client->is_handed_off = true;
    load->handoffs++;
  }
  long replied = number(frame, "\"reply_to\":");
  if (replied > 0) client->replied = replied;
  check_answered(load, client);
}

static void take_ack(struct load *load, struct client *client, const struct frame *frame) {
  char identifier[64] = "", own[64];
  copy_text(frame, "\"client_message_id\":\"", identifier, sizeof identifier);
  snprintf(own, sizeof own, "m%u", client->number);
  if (strcmp(identifier, own) != 0) return;
  if (client->acknowledged == 0) load->acknowledged++;
  client->acknowledged = number(frame, "\"seq\":");
  check_answered(load, client);
}

static void take_live(struct load *load, struct client *client, const struct frame *frame) {
  long seq = number(frame, "\"seq\":");
  load->lost += seq < client->last_seq || seq < client->acknowledged;
  load->gaps += seq > client->last_seq;
  go_live(load, client);
  if (client->sent_at == 0 || client->acknowledged != 0) return;
  load->resent++;
  send_message(load, client);
}

static void take_text(struct load *load, struct client *client, const struct frame *frame) {
  if (load->is_echo) {
    answered(load, client);
    return;
  }
  char type[16] = "";
  copy_text(frame, "\"type\":\"", type, sizeof type);
  if (strcmp(type, "event") == 0) {
    take_event(load, client, frame);
  } else if (strcmp(type, "ack") == 0) {
    take_ack(load, client, frame);
  } else if (strcmp(type, "live") == 0) {
    take_live(load, client, frame);
  } else if (strcmp(type, "welcome") == 0) {
    copy_text(frame, "\"conversation\":\"", client->conversation, sizeof client->conversation);
    copy_text(frame, "\"session\":\"", client->session, sizeof client->session);
  } else if (strcmp(type, "error") == 0) {
    if (load->errors++ < 5) fprintf(stderr, "%.*s\n", (int)frame->count, frame->payload);
  }
}

/// Takes what is whole and gives how many bytes that was.
static size_t take(struct load *load, struct client *client) {
  size_t taken = 0;
  if (client->phase == UPGRADING) {
    long length = upgrade_length(client->in.bytes, client->in.count);
    if (length < 0) {
      load->refused++;
      client_close(load, client);
    }
    if (length <= 0) return 0;
    taken = (size_t)length;
    if (load->is_echo) go_live(load, client);
    else greet(load, client);
  }
  struct frame frame;
  size_t length;
  while ((length = read_frame(client->in.bytes + taken, client->in.count - taken, &frame)) > 0) {
    taken += length;
    if (frame.opcode == TEXT) take_text(load, client, &frame);
    if (frame.opcode == PING) {
      append_frame(&client->out, PONG, frame.payload, frame.count);
      flush(load, client);
    }
  }
  return taken;
}

static void receive(struct load *load, struct client *client) {
  static uint8_t scratch[65536];
  while (client->phase != CLOSED) {
    ssize_t count = recv(client->socket, scratch, sizeof scratch, 0);
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0) {
      load->closed++;
      return client_close(load, client);
    }
    buffer_append(&client->in, scratch, (size_t)count);
    size_t taken = take(load, client);
    if (taken > 0) buffer_drop(&client->in, taken);
    if ((size_t)count < sizeof scratch) return;
  }
}

void client_ready(struct load *load, struct client *client, unsigned events) {
  if (client->phase == CONNECTING) {
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(client->socket, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) {
      load->refused++;
      return client_close(load, client);
    }
    client->phase = UPGRADING;
    append_upgrade(&client->out, load->port);
    return flush(load, client);
  }
  if (events & EPOLLOUT) flush(load, client);
  if (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) receive(load, client);
}
