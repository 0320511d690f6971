/*
 * A calendar clock that stands where a file says, for every program that has this library preloaded: the album's JVM with the core in it, and the
 * portal that it starts. So a due date is the same day on every run.
 *
 * MOTCUA_CLOCK names the file: eight bytes, nanoseconds since 1970 in the machine's own byte order. It is mapped, so a new time written there counts
 * at once and everywhere. Without the variable or the file the calendar is the system's. Clocks that measure (CLOCK_MONOTONIC and the rest) always
 * are: patience and timers run on.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define NANOS 1000000000LL

static const volatile int64_t *standing;

__attribute__((constructor)) static void find(void) {
  const char *name = getenv("MOTCUA_CLOCK");
  struct stat is;
  int file = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
  if (file < 0) return;
  /* A mapping behind the file's end would end the program at the first read. */
  if (fstat(file, &is) == 0 && is.st_size >= (off_t)sizeof *standing) {
    void *mapped = mmap(NULL, sizeof *standing, PROT_READ, MAP_SHARED, file, 0);
    if (mapped != MAP_FAILED) standing = mapped;
  }
  close(file);
}

static int of_calendar(clockid_t clock) { return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE; }

int clock_gettime(clockid_t clock, struct timespec *to) {
  if (!standing || !of_calendar(clock)) return (int)syscall(SYS_clock_gettime, clock, to);
  int64_t now = *standing;
  to->tv_sec = now / NANOS;
  to->tv_nsec = now % NANOS;
  return 0;
}

int gettimeofday(struct timeval *restrict to, void *restrict zone) {
  struct timespec now;
  (void)zone;
  if (clock_gettime(CLOCK_REALTIME, &now) != 0) return -1;
  to->tv_sec = now.tv_sec;
  to->tv_usec = now.tv_nsec / 1000;
  return 0;
}

time_t time(time_t *to) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (to) *to = now.tv_sec;
  return now.tv_sec;
}
