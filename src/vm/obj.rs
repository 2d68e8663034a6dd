// SPDX-License-Identifier: MIT
//! MicroPython's object word.

use super::ffi;
use ::core::ffi::c_void;
use ::core::ptr;

/// An object: a pointer, a small integer or an immediate such as `None`. Copying it keeps nothing alive.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Obj(*mut c_void);

/// A type's table, which lives in C.
#[repr(C)]
pub struct Type {
    _opaque: [usize; 0],
}

// SAFETY: type tables are constants in ROM, only their addresses are used.
unsafe impl Sync for Type {}

impl Obj {
    /// No object: what C calls `MP_OBJ_NULL`.
    pub const NULL: Obj = Obj(ptr::null_mut());
    /// `None`
    pub const NONE: Obj = Obj::immediate(0);
    /// `False`
    pub const FALSE: Obj = Obj::immediate(1);
    /// `True`
    pub const TRUE: Obj = Obj::immediate(3);

    const fn immediate(value: usize) -> Obj {
        Obj(ptr::without_provenance_mut(value << 3 | 6))
    }

    /// A small integer; the upper bits of a large one are lost.
    pub const fn small_int(value: usize) -> Obj {
        Obj(ptr::without_provenance_mut(value << ffi::ASYNCIO_SMALL_INT_SHIFT | 1))
    }

    /// The value of a small integer that is not negative; nothing for any other object.
    pub fn as_count(self) -> Option<usize> {
        if self.0.addr() & 1 != 0 { Some(self.0.addr() >> ffi::ASYNCIO_SMALL_INT_SHIFT) } else { None }
    }

    /// The object at an address.
    pub const fn from_ptr<T>(object: *const T) -> Obj {
        Obj(object.cast_mut().cast())
    }

    /// The word as an address; only meaningful if [`Obj::is_ptr`].
    pub const fn as_ptr<T>(self) -> *mut T {
        self.0.cast()
    }

    /// Whether this is `MP_OBJ_NULL`.
    pub fn is_null(self) -> bool {
        self.0.is_null()
    }

    /// Whether the word points to an object.
    pub fn is_ptr(self) -> bool {
        self.0.addr() & 3 == 0 && !self.is_null()
    }

    /// The object, or nothing for `MP_OBJ_NULL`.
    pub fn non_null(self) -> Option<Obj> {
        if self.is_null() { None } else { Some(self) }
    }

    /// Whether the object is exactly of type `ty`.
    pub fn is_exactly(self, ty: &'static Type) -> bool {
        // SAFETY: every object begins with the address of its type.
        self.is_ptr() && unsafe { *self.as_ptr::<*const Type>() } == ptr::from_ref(ty)
    }
}

impl From<bool> for Obj {
    fn from(value: bool) -> Obj {
        if value { Obj::TRUE } else { Obj::FALSE }
    }
}
