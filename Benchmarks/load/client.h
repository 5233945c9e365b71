// The clients: connections that greet, send, wait for the answer, and note everything that would be a fault.
#pragma once
#include <stdbool.h>

#include "websocket.h"

enum phase { CLOSED, CONNECTING, UPGRADING, GREETING, LIVE };

struct client {
  int socket;
  enum phase phase;
  bool is_waiting_to_write;
  struct buffer in, out;
  char session[128], conversation[64];
  /// The last event's `seq`; the log is gapless from 1.
  long last_seq;
  /// The message that waits for its answer: when it was sent (0: none), its number, its `seq` once acknowledged, and the
  /// message that the bot's last reply was for.
  uint64_t sent_at;
  unsigned number, text;
  long acknowledged, replied;
  /// An agent is to take over: no more bot replies.
  bool is_handed_off;
};

/// What the clients are, and what has happened to them. Counters only grow, except while a run begins.
struct load {
  int port, epoll;
  bool is_echo;
  struct client *clients;
  unsigned count, active;
  /// Texts to send, each as a JSON string.
  char **texts;
  unsigned text_count;
  /// Clients by phase: on their way, and live.
  unsigned opening, live;
  /// Active clients send their next message when the last is answered, until this moment (nanoseconds).
  uint64_t sends_until;
  unsigned outstanding;
  /// How long a client thinks between an answer and its next message; who thinks stands in this queue, first come first.
  uint64_t think;
  struct thought {
    uint64_t due;
    struct client *client;
  } *thinking;
  unsigned thinking_first, thinking_count;
  /// Round trips in microseconds.
  uint32_t *round_trips;
  unsigned long round_trip_count, round_trip_capacity;
  unsigned long acknowledged, resent, errors, handoffs, gaps, duplicates, lost, refused, closed;
};

uint64_t now_ns(void);
void client_open(struct load *load, struct client *client);
void client_close(struct load *load, struct client *client);
/// Sends the client's next message.
void client_send(struct load *load, struct client *client);
/// Has the client send its next message after `delay` nanoseconds; delays must not go down within a run.
void client_think(struct load *load, struct client *client, uint64_t delay);
/// Has those send who have thought enough.
void send_due(struct load *load);
/// Does what the socket is ready for.
void client_ready(struct load *load, struct client *client, unsigned events);
