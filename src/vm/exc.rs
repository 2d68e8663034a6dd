// SPDX-License-Identifier: MIT
//! Exceptions as values, and how results cross to C.

use super::ffi::{self, asyncio_poll_t, asyncio_result_t};
use super::obj::Obj;

pub use super::ffi::asyncio_error_t as Error;

/// An exception that is on its way to Python: an instance, or a class that is instantiated late.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Exc(pub Obj);

impl From<Error> for Exc {
    fn from(error: Error) -> Exc {
        // SAFETY: the shim does not raise.
        Exc(unsafe { ffi::asyncio_error(error) })
    }
}

impl Exc {
    /// A CancelledError with `msg` (no message: None, which allocates nothing).
    pub fn cancelled(msg: Obj) -> Exc {
        // SAFETY: the shim does not raise.
        Exc(unsafe { ffi::asyncio_cancelled_error(msg) })
    }

    /// The exception as an instance.
    pub fn instance(self) -> Exc {
        // SAFETY: the shim does not raise.
        Exc(unsafe { ffi::asyncio_exception_instance(self.0) })
    }

    /// Whether this is a CancelledError.
    pub fn is_cancelled(self) -> bool {
        // SAFETY: the shim does not raise.
        unsafe { ffi::asyncio_is_cancelled_error(self.0) }
    }

    /// Whether this has to leave the loop at once, as KeyboardInterrupt and SystemExit do.
    pub fn is_fatal(self) -> bool {
        // SAFETY: the shim does not raise.
        unsafe { ffi::asyncio_is_fatal(self.0) }
    }
}

/// Hands a handler's result to C.
///
/// # Safety
/// `out` may be written.
pub unsafe fn finish(out: *mut Obj, result: Result<Obj, Exc>) -> asyncio_result_t {
    let (kind, value) = match result {
        Ok(value) => (asyncio_result_t::ASYNCIO_OK, value),
        Err(Exc(exc)) => (asyncio_result_t::ASYNCIO_RAISE, exc),
    };
    // SAFETY: as the caller says.
    unsafe { *out = value };
    kind
}

/// What an awaitable answers when the VM enters it.
pub enum Poll {
    /// The running task is parked.
    Pending,
    /// The await ends with this value.
    Ready(Obj),
}

/// Hands an awaitable's answer to C.
///
/// # Safety
/// `out` may be written.
pub unsafe fn finish_poll(out: *mut Obj, answer: Result<Poll, Exc>) -> asyncio_poll_t {
    let (kind, value) = match answer {
        Ok(Poll::Pending) => return asyncio_poll_t::ASYNCIO_PENDING,
        Ok(Poll::Ready(value)) => (asyncio_poll_t::ASYNCIO_READY, value),
        Err(Exc(exc)) => (asyncio_poll_t::ASYNCIO_FAILED, exc),
    };
    // SAFETY: as the caller says.
    unsafe { *out = value };
    kind
}
