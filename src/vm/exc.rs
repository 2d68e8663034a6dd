// SPDX-License-Identifier: MIT
//! Exceptions as values, and how results cross to C.

use super::ffi;
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

/// What an awaitable answers when the VM enters it.
#[derive(Clone, Copy)]
pub struct Poll(Obj);

impl Poll {
    /// The running task is parked.
    pub const PENDING: Poll = Poll(Obj::NULL);

    /// The await ends with this value.
    pub fn ready(value: Obj) -> Poll {
        Poll(value)
    }
}

/// What handlers and shims return: an object, and whether it is an exception. In two registers, see the boundary
/// header.
#[cfg(target_pointer_width = "32")]
#[repr(transparent)]
pub struct HandlerResult(u64);

/// What handlers and shims return: an object, and whether it is an exception.
#[cfg(target_pointer_width = "64")]
#[repr(C)]
pub struct HandlerResult {
    raises: usize,
    obj: Obj,
}

impl HandlerResult {
    fn new(raises: bool, obj: Obj) -> HandlerResult {
        #[cfg(target_pointer_width = "32")]
        return HandlerResult((obj.as_ptr::<()>().addr() as u64) << 32 | u64::from(raises));
        #[cfg(target_pointer_width = "64")]
        HandlerResult { raises: usize::from(raises), obj }
    }
}

impl From<HandlerResult> for Result<Obj, Exc> {
    fn from(result: HandlerResult) -> Result<Obj, Exc> {
        #[cfg(target_pointer_width = "32")]
        let (raises, obj) =
            (result.0 as u32, Obj::from_ptr(::core::ptr::without_provenance::<()>((result.0 >> 32) as usize)));
        #[cfg(target_pointer_width = "64")]
        let (raises, obj) = (result.raises, result.obj);
        if raises == 0 { Ok(obj) } else { Err(Exc(obj)) }
    }
}

impl From<Result<Obj, Exc>> for HandlerResult {
    fn from(result: Result<Obj, Exc>) -> HandlerResult {
        match result {
            Ok(value) => HandlerResult::new(false, value),
            Err(Exc(exc)) => HandlerResult::new(true, exc),
        }
    }
}

impl From<Result<Poll, Exc>> for HandlerResult {
    fn from(answer: Result<Poll, Exc>) -> HandlerResult {
        answer.map(|Poll(value)| value).into()
    }
}
