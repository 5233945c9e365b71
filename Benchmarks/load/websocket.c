#include "websocket.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buffer_append(struct buffer *buffer, const void *bytes, size_t count) {
  if (buffer->count + count > buffer->capacity) {
    buffer->capacity = 2 * (buffer->count + count);
    buffer->bytes = realloc(buffer->bytes, buffer->capacity);
    if (buffer->bytes == NULL) abort();
  }
  memcpy(buffer->bytes + buffer->count, bytes, count);
  buffer->count += count;
}

void buffer_drop(struct buffer *buffer, size_t count) {
  buffer->count -= count;
  memmove(buffer->bytes, buffer->bytes + count, buffer->count);
  if (buffer->count > 0) return;
  free(buffer->bytes);
  *buffer = (struct buffer){0};
}

void append_upgrade(struct buffer *out, int port) {
  char request[512];
  int count = snprintf(request, sizeof request,
                       "GET /chat HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                       "Sec-WebSocket-Protocol: frontdesk.v1\r\n\r\n",
                       port);
  buffer_append(out, request, (size_t)count);
}

long upgrade_length(const uint8_t *bytes, size_t count) {
  const uint8_t *end = memmem(bytes, count, "\r\n\r\n", 4);
  if (end == NULL) return 0;
  return memcmp(bytes, "HTTP/1.1 101", 12) == 0 ? end + 4 - bytes : -1;
}

static uint32_t next_mask(void) {
  static uint32_t state = 2463534242u;  // xorshift32 (Marsaglia 2003)
  state ^= state << 13;
  state ^= state >> 17;
  return state ^= state << 5;
}

void append_frame(struct buffer *out, enum opcode opcode, const void *payload, size_t count) {
  uint8_t head[8] = {(uint8_t)(0x80 | opcode)};
  size_t length = 2;
  if (count < 126) {
    head[1] = (uint8_t)(0x80 | count);
  } else {
    head[1] = 0x80 | 126;  // no frame of this client is larger than 65,535 bytes
    head[2] = (uint8_t)(count >> 8);
    head[3] = (uint8_t)count;
    length = 4;
  }
  uint32_t mask = next_mask();
  memcpy(head + length, &mask, 4);
  buffer_append(out, head, length + 4);
  buffer_append(out, payload, count);
  uint8_t *masked = out->bytes + out->count - count;
  const uint8_t *key = head + length;
  for (size_t i = 0; i < count; i++) masked[i] ^= key[i & 3];
}

size_t read_frame(const uint8_t *bytes, size_t count, struct frame *frame) {
  if (count < 2) return 0;
  size_t head = 2, length = bytes[1] & 0x7f;
  if (length == 126) {
    head = 4;
    if (count < head) return 0;
    length = (size_t)bytes[2] << 8 | bytes[3];
  } else if (length == 127) {
    head = 10;
    if (count < head) return 0;
    length = 0;
    for (int i = 2; i < 10; i++) length = length << 8 | bytes[i];
  }
  if (count < head + length) return 0;
  *frame = (struct frame){bytes[0] & 0x0f, (const char *)bytes + head, length};
  return head + length;
}
