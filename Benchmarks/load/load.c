// Connects many clients to a server and does what the lines on standard input say; each answer is one line of JSON.
//
//   load (echo | chat) PORT CLIENTS TEXTS
//
//   connect            open every client that is closed; in chat with its session and after its last event
//   run SECONDS N T    N clients send, each T milliseconds after its last message was answered; then wait for what is outstanding
//   await-close        until the server has closed every connection (at most 20 s)
//   await-answers      until nothing is outstanding (at most 20 s)
//   port PORT          the server is somewhere else now
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include "client.h"

static const unsigned handshakes_at_once = 256;
static const uint64_t second = 1000000000u;
static struct load load;

// MARK: Waiting

static bool is_all_live(void) { return load.live == load.count; }
static bool is_all_closed(void) { return load.live + load.opening == 0; }
static bool is_all_answered(void) { return load.outstanding == 0 || load.live == 0; }
static bool never(void) { return false; }

static int milliseconds_to_wait(uint64_t now, uint64_t deadline) {
  uint64_t due = load.thinking_count > 0 ? load.thinking[load.thinking_first].due : UINT64_MAX;
  if (due < deadline) deadline = due;
  if (deadline <= now) return 0;
  uint64_t left = (deadline - now) / 1000000u + 1;
  return left > 1000 ? 1000 : (int)left;
}

/// Serves the sockets until `is_done`, until `deadline`, or, when asked to, until standard input has something.
static void serve(uint64_t deadline, bool (*is_done)(void), bool stops_for_input) {
  struct epoll_event events[512];
  while (!is_done()) {
    uint64_t now = now_ns();
    if (now >= deadline) return;
    send_due(&load);
    int count = epoll_wait(load.epoll, events, 512, milliseconds_to_wait(now, deadline));
    for (int i = 0; i < count; i++) {
      if (events[i].data.ptr != NULL) client_ready(&load, events[i].data.ptr, events[i].events);
      else if (stops_for_input) return;
    }
  }
}

/// Standard input counts only between commands, else it would keep the loop spinning.
static void watch_input(bool watched) {
  struct epoll_event event = {.events = EPOLLIN};
  epoll_ctl(load.epoll, watched ? EPOLL_CTL_ADD : EPOLL_CTL_DEL, 0, &event);
}

/// One line of standard input; false at its end.
static bool read_command(char *line, size_t capacity) {
  size_t count = 0;
  while (count + 1 < capacity) {
    watch_input(true);
    serve(UINT64_MAX, never, true);
    watch_input(false);
    if (read(0, line + count, 1) != 1) return false;
    if (line[count] == '\n') break;
    count++;
  }
  line[count] = 0;
  return true;
}

// MARK: Commands

static unsigned is_to_open;
static bool is_room_or_done(void) { return load.opening < is_to_open; }

static void connect_all(void) {
  uint64_t begin = now_ns(), deadline = begin + 120 * second;
  is_to_open = handshakes_at_once;
  while (!is_all_live() && now_ns() < deadline) {
    for (unsigned i = 0; i < load.count; i++) {
      serve(deadline, is_room_or_done, false);
      if (load.clients[i].phase == CLOSED) client_open(&load, &load.clients[i]);
    }
    serve(now_ns() + second, is_all_live, false);
  }
  printf("{\"live\":%u,\"clients\":%u,\"seconds\":%.4f,\"gaps\":%lu,\"duplicates\":%lu,\"lost\":%lu,\"resent\":%lu,"
         "\"refused\":%lu,\"errors\":%lu}\n",
         load.live, load.count, (double)(now_ns() - begin) / 1e9, load.gaps, load.duplicates, load.lost, load.resent,
         load.refused, load.errors);
}

static int ascending(const void *left, const void *right) {
  uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
  return (a > b) - (a < b);
}

static double milliseconds(double share) {
  if (load.round_trip_count == 0) return 0;
  unsigned long place = (unsigned long)(share * (double)load.round_trip_count);
  if (place >= load.round_trip_count) place = load.round_trip_count - 1;
  return load.round_trips[place] / 1e3;
}

static double cpu_seconds(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void run(double seconds, unsigned active, unsigned think) {
  double cpu = cpu_seconds();
  load.round_trip_count = load.acknowledged = load.closed = 0;
  uint64_t begin = now_ns();
  load.sends_until = begin + (uint64_t)(seconds * 1e9);
  load.think = think * (uint64_t)1000000u;
  load.thinking_count = 0;
  for (unsigned i = 0; i < active && i < load.count; i++) {
    struct client *client = &load.clients[i];
    if (client->phase != LIVE || client->sent_at != 0 || client->is_handed_off) continue;
    // Those who think do not begin all at once.
    if (load.think > 0) client_think(&load, client, load.think * i / active);
    else client_send(&load, client);
  }
  serve(load.sends_until, is_all_closed, false);
  double measured = (double)(now_ns() - begin) / 1e9;
  serve(now_ns() + 20 * second, is_all_answered, false);
  qsort(load.round_trips, load.round_trip_count, sizeof *load.round_trips, ascending);
  printf("{\"round_trips\":%lu,\"seconds\":%.4f,\"per_second\":%.1f,\"p50_ms\":%.3f,\"p90_ms\":%.3f,\"p99_ms\":%.3f,"
         "\"max_ms\":%.3f,\"acknowledged\":%lu,\"outstanding\":%u,\"live\":%u,\"closed\":%lu,\"errors\":%lu,"
         "\"handoffs\":%lu,\"gaps\":%lu,\"duplicates\":%lu,\"client_cpu\":%.4f}\n",
         load.round_trip_count, measured, (double)load.round_trip_count / measured, milliseconds(0.5), milliseconds(0.9),
         milliseconds(0.99), milliseconds(1), load.acknowledged, load.outstanding, load.live, load.closed, load.errors,
         load.handoffs, load.gaps, load.duplicates, cpu_seconds() - cpu);
}

static void wait_until(bool (*is_done)(void)) {
  serve(now_ns() + 20 * second, is_done, false);
  printf("{\"live\":%u,\"outstanding\":%u,\"acknowledged\":%lu,\"errors\":%lu,\"gaps\":%lu,\"duplicates\":%lu,\"lost\":%lu}\n",
         load.live, load.outstanding, load.acknowledged, load.errors, load.gaps, load.duplicates, load.lost);
}

static bool obey(const char *line) {
  double seconds;
  unsigned active, think;
  int port;
  if (strcmp(line, "connect") == 0) connect_all();
  else if (sscanf(line, "run %lf %u %u", &seconds, &active, &think) == 3) run(seconds, active, think);
  else if (strcmp(line, "await-close") == 0) wait_until(is_all_closed);
  else if (strcmp(line, "await-answers") == 0) wait_until(is_all_answered);
  else if (sscanf(line, "port %d", &port) == 1) printf("{\"port\":%d}\n", load.port = port);
  else return false;
  fflush(stdout);
  return true;
}

// MARK: Start

static void read_texts(const char *path) {
  FILE *file = fopen(path, "r");
  if (file == NULL) {
    perror(path);
    exit(2);
  }
  char *line = NULL;
  size_t capacity = 0;
  ssize_t count;
  while ((count = getline(&line, &capacity, file)) > 0) {
    if (line[count - 1] == '\n') line[count - 1] = 0;
    load.texts = realloc(load.texts, (load.text_count + 1) * sizeof *load.texts);
    if (load.texts == NULL) abort();
    load.texts[load.text_count++] = strdup(line);
  }
  free(line);
  fclose(file);
}

int main(int count, char **arguments) {
  if (count != 5) return fprintf(stderr, "usage: load (echo | chat) PORT CLIENTS TEXTS\n"), 2;
  load.is_echo = strcmp(arguments[1], "echo") == 0;
  load.port = atoi(arguments[2]);
  load.count = (unsigned)atoi(arguments[3]);
  read_texts(arguments[4]);
  load.clients = calloc(load.count, sizeof *load.clients);
  load.thinking = calloc(load.count, sizeof *load.thinking);
  load.epoll = epoll_create1(EPOLL_CLOEXEC);
  if (load.text_count == 0 || load.clients == NULL || load.thinking == NULL || load.epoll < 0) return 2;
  // Neighbours send different texts.
  for (unsigned i = 0; i < load.count; i++) load.clients[i].text = i * 7;
  char line[256];
  while (read_command(line, sizeof line)) {
    if (!obey(line)) return fprintf(stderr, "unknown command: %s\n", line), 2;
  }
  return 0;
}
