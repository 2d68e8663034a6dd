// SPDX-License-Identifier: MIT
//! Entering the VM.

use super::exc::Exc;
use super::ffi;
use super::obj::{Obj, Type};

pub use super::ffi::asyncio_resume_t as Resumed;

/// Lets the loop's nodes have their turns, see the handler `asyncio_next_turn`.
///
/// # Errors
/// KeyboardInterrupt and the like.
pub fn run_turns() -> Result<(), Exc> {
    // SAFETY: the shim does not raise.
    match unsafe { ffi::asyncio_run_turns() }.non_null() {
        None => Ok(()),
        Some(exc) => Err(Exc(exc)),
    }
}

/// Calls `fun(arg)`.
///
/// # Errors
/// What the function raised.
pub fn call_1(fun: Obj, arg: Obj) -> Result<Obj, Exc> {
    // SAFETY: the shim does not raise.
    unsafe { ffi::asyncio_call_1(fun, arg) }.into()
}

/// Whether `a == b` in Python; false if the comparison raises.
pub fn equal(a: Obj, b: Obj) -> bool {
    // SAFETY: the shim does not raise.
    unsafe { ffi::asyncio_equal(a, b) }
}

/// What can drive a task, made of any awaitable.
///
/// # Errors
/// TypeError if `awaitable` is none.
pub fn coroutine(awaitable: Obj) -> Result<Obj, Exc> {
    // SAFETY: the shim does not raise.
    unsafe { ffi::asyncio_coroutine(awaitable) }.into()
}

/// The native object of type `ty`, or of a type below it, that `obj` is or wraps.
pub fn native(obj: Obj, ty: &'static Type) -> Option<Obj> {
    // SAFETY: the shim does not raise.
    unsafe { ffi::asyncio_native(obj, ty) }.non_null()
}

/// A list of `n` items, all None.
///
/// # Errors
/// MemoryError.
pub fn list(n: usize) -> Result<Obj, Exc> {
    // SAFETY: the shim does not raise.
    unsafe { ffi::asyncio_list_new(n) }.into()
}

/// The items of a list that [`list`] made and that Python code cannot have seen yet.
pub fn list_items(list: Obj) -> &'static [::core::cell::Cell<Obj>] {
    let mut n = 0;
    // SAFETY: the shim does not raise and returns `n` items; `Cell<Obj>` has the layout of `Obj`; the list is alive,
    // and is not resized while it is ours.
    unsafe {
        let items = ffi::asyncio_list_items(list, &mut n);
        if n == 0 { &[] } else { ::core::slice::from_raw_parts(items.cast(), n) }
    }
}
