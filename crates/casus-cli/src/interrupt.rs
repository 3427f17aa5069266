//! Ctrl-C: the first asks the work to stop, so that temporary files go; the second ends the program at once.

use std::sync::atomic::{AtomicBool, Ordering};

static ASKED: AtomicBool = AtomicBool::new(false);

/// Listens from now on.
///
/// # Errors
/// The system refuses to tell us of signals.
pub fn listen() -> anyhow::Result<()> {
    ctrlc::set_handler(|| {
        if ASKED.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
    })?;
    Ok(())
}

/// Was the work asked to stop?
pub fn asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}
