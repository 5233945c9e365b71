// The little of RFC 6455 that a load client needs: the upgrade, masked text frames out, frames in.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// Bytes that grow.
struct buffer {
  uint8_t *bytes;
  size_t count, capacity;
};

/// Appends; ends the program when there is no memory.
void buffer_append(struct buffer *buffer, const void *bytes, size_t count);
/// Drops the first bytes, and the memory when nothing is left.
void buffer_drop(struct buffer *buffer, size_t count);

/// Appends the upgrade request for /chat with the subprotocol frontdesk.v1.
void append_upgrade(struct buffer *out, int port);
/// The length of the upgrade's response; 0 while it is not whole, -1 when it is no 101.
long upgrade_length(const uint8_t *bytes, size_t count);

enum opcode { TEXT = 1, CLOSE = 8, PING = 9, PONG = 10 };

/// Appends one masked frame.
void append_frame(struct buffer *out, enum opcode opcode, const void *payload, size_t count);

struct frame {
  enum opcode opcode;
  const char *payload;
  size_t count;
};

/// Reads one unmasked frame from the beginning and gives its whole length; 0 while it is not whole.
size_t read_frame(const uint8_t *bytes, size_t count, struct frame *frame);
