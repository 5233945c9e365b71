// Preloaded into a process it makes the disk slow: every fsync and fdatasync takes SLOW_DISK_MS milliseconds more.
//
// On a machine whose disk answers in a tenth of a millisecond this shows what group commit does on one that needs four.
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static void wait_for_disk(void) {
  const char *text = getenv("SLOW_DISK_MS");
  long microseconds = text == NULL ? 0 : (long)(atof(text) * 1000);
  struct timespec time = {microseconds / 1000000, microseconds % 1000000 * 1000};
  nanosleep(&time, NULL);
}

static int then(const char *name, int file) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  wait_for_disk();
  return real(file);
}

int fsync(int file) { return then("fsync", file); }
int fdatasync(int file) { return then("fdatasync", file); }
