// SPDX-License-Identifier: MIT
//! The platform's seams: clock, waiting, waking, critical section. See docs/porting.md.

use super::exc::Exc;
use super::ffi;

/// Microseconds since some point in the past; never wraps.
pub fn clock() -> u64 {
    // SAFETY: the shim does not raise.
    unsafe { ffi::asyncio_port_clock() }
}

/// A time-out that never comes.
pub const FOREVER: u64 = u64::MAX;

/// Waits for an interrupt, a stream, a wake-up or the end of `timeout_us` ([`FOREVER`]), and handles what is
/// pending in the VM. `descriptors`: whether streams with file descriptors are registered.
///
/// # Errors
/// What pending events raised, KeyboardInterrupt above all.
pub fn wait(timeout_us: u64, descriptors: bool) -> Result<(), Exc> {
    // SAFETY: the shim does not raise.
    Result::from(unsafe { ffi::asyncio_port_wait(timeout_us.cast_signed(), descriptors) }).map(drop)
}

/// Makes [`wait`] return. Any thread, any interrupt.
pub fn wake() {
    // SAFETY: the shim does not raise and may be called from everywhere.
    unsafe { ffi::asyncio_port_wake() }
}

/// Identifies the calling thread; 0 in a build without threads.
pub fn thread_id() -> usize {
    if ffi::ASYNCIO_THREADS == 0 {
        return 0;
    }
    // SAFETY: the shim does not raise.
    unsafe { ffi::asyncio_thread_id() }
}

/// Marks the time in which the loop runs.
pub struct Running(());

impl Running {
    /// The loop starts.
    pub fn enter() -> Running {
        // SAFETY: the shim does not raise.
        unsafe { ffi::asyncio_port_enter() };
        Running(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // SAFETY: the shim does not raise; paired with `enter`.
        unsafe { ffi::asyncio_port_exit() };
    }
}

/// MicroPython's atomic section as the field's critical section.
struct Atomic;
critical_section::set_impl!(Atomic);

// SAFETY: the atomic section excludes interrupts and other threads, nests, and begin and end are paired by
// the crate `critical-section`.
unsafe impl critical_section::Impl for Atomic {
    unsafe fn acquire() -> critical_section::RawRestoreState {
        // SAFETY: the shim does not raise.
        unsafe { ffi::asyncio_port_atomic_begin() }
    }

    unsafe fn release(state: critical_section::RawRestoreState) {
        // SAFETY: the shim does not raise.
        unsafe { ffi::asyncio_port_atomic_end(state) }
    }
}
