/* Lets ThreadSanitizer see Swift's `Mutex`.

   The quick way in and out of a Mutex is compiled into our code, where ThreadSanitizer sees it. The slow way, which a thread takes
   when it must wait, is inside libswiftSynchronization, which is not instrumented: every access under a Mutex that had to wait
   would look like a race. This library, loaded before, calls the same functions and tells ThreadSanitizer of them. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

/* Absent in programs that are not instrumented. */
__attribute__((weak)) void __tsan_acquire(void *address);
__attribute__((weak)) void __tsan_release(void *address);

typedef __attribute__((swiftcall)) void Lock(uint32_t thread, __attribute__((swift_context)) void *self);
typedef __attribute__((swiftcall)) void Unlock(__attribute__((swift_context)) void *self);

__attribute__((swiftcall)) void lock_slow(uint32_t thread, __attribute__((swift_context)) void *self) __asm__(LOCK);
__attribute__((swiftcall)) void unlock_slow(__attribute__((swift_context)) void *self) __asm__(UNLOCK);

__attribute__((swiftcall)) void lock_slow(uint32_t thread, __attribute__((swift_context)) void *self) {
  static Lock *next;
  if (!next) next = (Lock *)dlsym(RTLD_NEXT, LOCK);
  next(thread, self);
  if (__tsan_acquire) __tsan_acquire(self);
}

__attribute__((swiftcall)) void unlock_slow(__attribute__((swift_context)) void *self) {
  static Unlock *next;
  if (!next) next = (Unlock *)dlsym(RTLD_NEXT, UNLOCK);
  if (__tsan_release) __tsan_release(self);
  next(self);
}
