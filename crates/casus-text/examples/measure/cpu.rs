//! CPU time of this thread and memory of this process, as Linux tells them.

use std::time::{Duration, Instant};

/// Runs something; gives what it gives, and the CPU time that this thread spent on it (elsewhere than on Linux: the time by the clock).
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let (clock, before) = (Instant::now(), on_cpu());
    let result = work();
    let spent = match (before, on_cpu()) {
        (Some(before), Some(after)) => after - before,
        _ => clock.elapsed(),
    };
    (result, spent)
}

/// The first number of `schedstat`: nanoseconds on a CPU.
fn on_cpu() -> Option<Duration> {
    let line = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    line.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

/// The most memory held so far, in MB; `None` where it is not told.
pub fn peak_megabytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse::<u64>().ok().map(|kb| kb / 1024)
}
