//! Work on several threads whose results come back in the order of the inputs, in bounded memory.
//!
//! A reading thread takes items from an iterator, workers turn them into results, and the calling thread receives these in order.
//! The reader may run ahead of the receiver only by a window of items and bytes; so one slow article holds back at most a window.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Bytes that may be read ahead, besides one item of any size. Four times the largest ordinary batch of JSONL news that we met.
const BYTES_AHEAD: usize = 64 << 20;

/// Items that may be read ahead, a thread. Enough that no worker waits for the receiver, few enough to keep memory flat.
const ITEMS_AHEAD: usize = 8;

/// How often the receiver is woken without a result.
const TICK: Duration = Duration::from_millis(100);

/// Stack of a worker. Rust's default of 2 MB is enough; a deep parse of a hostile sentence gets some room.
const STACK: usize = 16 << 20;

/// How many items and bytes are under way.
struct Window {
    under_way: Mutex<(usize, usize)>,
    freed: Condvar,
    items: usize,
}

impl Window {
    fn enter(&self, bytes: usize) {
        let mut now = self.lock();
        while now.0 > 0 && (now.0 >= self.items || now.1 + bytes > BYTES_AHEAD) {
            now = self.freed.wait(now).unwrap_or_else(PoisonError::into_inner);
        }
        *now = (now.0 + 1, now.1 + bytes);
    }

    fn leave(&self, bytes: usize) {
        let mut now = self.lock();
        *now = (now.0 - 1, now.1 - bytes);
        self.freed.notify_one();
    }

    fn lock(&self) -> MutexGuard<'_, (usize, usize)> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Runs `work` over `items` on `jobs` threads and hands the results to `receive` in the order of the items; `receive` gets `None` from
/// time to time while nothing is ready, and may break off. `weight` is an item's size in bytes.
///
/// Threads that are still busy after a break are left to end with the program.
///
/// # Errors
/// The system gives us no thread.
pub fn ordered<T: Send + 'static, R: Send + 'static>(
    jobs: usize,
    items: impl Iterator<Item = T> + Send + 'static,
    weight: impl Fn(&T) -> usize + Send + 'static,
    work: impl Fn(T) -> R + Send + Sync + 'static,
    mut receive: impl FnMut(Option<R>) -> ControlFlow<()>,
) -> std::io::Result<()> {
    let window = Arc::new(Window { under_way: Mutex::new((0, 0)), freed: Condvar::new(), items: jobs * ITEMS_AHEAD });
    let (to_workers, from_reader) = mpsc::channel::<(usize, usize, T)>();
    let (to_receiver, results) = mpsc::channel::<(usize, usize, R)>();
    let from_reader = Arc::new(Mutex::new(from_reader));
    let work = Arc::new(work);

    let gate = Arc::clone(&window);
    std::thread::Builder::new().name("reader".to_owned()).spawn(move || {
        for (number, item) in items.enumerate() {
            let bytes = weight(&item);
            gate.enter(bytes);
            if to_workers.send((number, bytes, item)).is_err() {
                break;
            }
        }
    })?;
    for number in 0..jobs {
        let (from_reader, to_receiver, work) = (Arc::clone(&from_reader), to_receiver.clone(), Arc::clone(&work));
        std::thread::Builder::new().name(format!("coder {number}")).stack_size(STACK).spawn(move || {
            loop {
                let next = from_reader.lock().unwrap_or_else(PoisonError::into_inner).recv();
                let Ok((number, bytes, item)) = next else { break };
                if to_receiver.send((number, bytes, work(item))).is_err() {
                    break;
                }
            }
        })?;
    }
    drop(to_receiver);

    let mut early: BTreeMap<usize, (usize, R)> = BTreeMap::new();
    let mut next = 0;
    loop {
        match results.recv_timeout(TICK) {
            Ok((number, bytes, result)) => {
                early.insert(number, (bytes, result));
            }
            Err(RecvTimeoutError::Timeout) if receive(None).is_break() => return Ok(()),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        }
        while let Some((bytes, result)) = early.remove(&next) {
            next += 1;
            window.leave(bytes);
            if receive(Some(result)).is_break() {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn results_come_in_order_whatever_the_threads() {
        for jobs in [1, 2, 5] {
            let mut seen = Vec::new();
            let slow_first = |n: u64| {
                std::thread::sleep(Duration::from_millis(n % 3));
                n * 10
            };
            ordered(
                jobs,
                0..100,
                |_| 1,
                slow_first,
                |result| {
                    seen.extend(result);
                    ControlFlow::Continue(())
                },
            )
            .unwrap();
            assert_eq!(seen, (0..100).map(|n| n * 10).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_reader_does_not_run_ahead_and_stops_on_a_break() {
        static READ: AtomicUsize = AtomicUsize::new(0);
        let endless = std::iter::repeat_with(|| READ.fetch_add(1, Ordering::SeqCst));
        let mut received = 0;
        ordered(
            2,
            endless,
            |_| 1,
            |n| n,
            |result| {
                received += usize::from(result.is_some());
                if received == 50 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        )
        .unwrap();
        assert!(READ.load(Ordering::SeqCst) <= 50 + 2 * ITEMS_AHEAD + 1);
    }

    #[test]
    fn an_item_larger_than_the_window_still_passes() {
        let mut seen = 0;
        ordered(
            2,
            0..5,
            |_| BYTES_AHEAD * 2,
            |n| n,
            |result| {
                seen += usize::from(result.is_some());
                ControlFlow::Continue(())
            },
        )
        .unwrap();
        assert_eq!(seen, 5);
    }
}
