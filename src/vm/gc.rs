// SPDX-License-Identifier: MIT
//! Objects in MicroPython's garbage-collected heap.
//!
//! The rules that all of the crate keeps:
//!
//! 1. A collection sees pointers to the *first* byte of an object: on the stack, in registers, in the aligned
//!    words of other live objects, and in MicroPython's registered roots. It sees no tagged word and no pointer
//!    into the middle of an object. A link that has to keep something alive is therefore a plain head pointer.
//! 2. No Rust static holds an [`Obj`]. One registered root, `asyncio_loop`, reaches the whole loop.
//! 3. Whoever is scheduled or blocked is in one of the loop's structures and so alive; everything else lives
//!    as long as Python or a caller on the C stack holds it.
//! 4. A collection can happen in every call that allocates or enters the VM. Objects never move.
//! 5. Objects of ours hold no Rust value with a destructor; the collector frees them without asking. None of
//!    them needs a finaliser but the loop, which clears the root at a soft reset.
//! 6. All fields are cells: while Python code runs, any other handler may change any object.

use super::exc::{Error, Exc};
use super::ffi;
use super::obj::{Obj, Type};
use ::core::cell::Cell;
use ::core::marker::PhantomData;
use ::core::ops::Deref;
use ::core::ptr;

/// A reference to a live object of ours in the GC heap. Copying it is free; it keeps the object alive only as
/// far as rule 1 above goes, which is why it must not be stored where a collection does not look.
pub struct Gc<T: 'static>(&'static T);

impl<T> Clone for Gc<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Gc<T> {}

impl<T> Deref for Gc<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0
    }
}

impl<T> PartialEq for Gc<T> {
    fn eq(&self, other: &Self) -> bool {
        ptr::eq(self.0, other.0)
    }
}

/// A native type: its table and its layout.
///
/// # Safety
/// The layout is `repr(C)`, begins with the address of its type, and zeroed memory with that address is a valid
/// value. Every object whose type is `ty()` was allocated by [`Gc::new`] with this layout, or zeroed by the glue's
/// `asyncio_make_new`, if it is not larger than `ASYNCIO_BLOCK_SIZE`.
pub unsafe trait Native: 'static {
    /// The type's table.
    fn ty() -> &'static Type;
}

impl<T: Native> Gc<T> {
    /// A new object, all of its other words zero.
    ///
    /// # Errors
    /// MemoryError when the heap is full or locked.
    pub fn new() -> Result<Gc<T>, Exc> {
        // SAFETY: the shim does not raise; zeroed memory of this size is a `T` once its type is set.
        unsafe {
            let object = ffi::asyncio_alloc(size_of::<T>()).cast::<T>();
            if object.is_null() {
                return Err(Error::ASYNCIO_ERR_MEMORY.into());
            }
            object.cast::<*const Type>().write(T::ty());
            Ok(Gc(&*object))
        }
    }

    /// The object itself, if it is exactly of this type.
    pub fn exactly(obj: Obj) -> Option<Gc<T>> {
        // SAFETY: an object of this type has this layout, see `Native`.
        obj.is_exactly(T::ty()).then(|| unsafe { Gc::assume(obj) })
    }
}

impl<T> Gc<T> {
    /// Takes the caller's word for what `obj` is.
    ///
    /// # Safety
    /// `obj` is a live object with the layout `T`.
    pub unsafe fn assume(obj: Obj) -> Gc<T> {
        // SAFETY: as the caller says.
        Gc(unsafe { &*obj.as_ptr::<T>() })
    }

    /// The object as Python sees it.
    pub fn obj(self) -> Obj {
        Obj::from_ptr(self.0)
    }

    /// The reference without the wrapper.
    pub fn get(self) -> &'static T {
        self.0
    }
}

impl<T: Native> Gc<T> {
    /// As [`Gc::new`], for the one type that has to be told when it is collected.
    ///
    /// # Errors
    /// MemoryError when the heap is full or locked.
    pub fn with_finaliser() -> Result<Gc<T>, Exc> {
        // SAFETY: as in `new`; the shim sets the type, as the collector wants it before anything else.
        unsafe {
            let object = ffi::asyncio_alloc_with_finaliser(size_of::<T>(), T::ty()).cast::<T>();
            if object.is_null() { Err(Error::ASYNCIO_ERR_MEMORY.into()) } else { Ok(Gc(&*object)) }
        }
    }
}

/// A growing array of optional references, empty in zeroed memory.
#[repr(C)]
pub struct Table<T: 'static> {
    items: Cell<*const Loose<T>>,
    len: Cell<usize>,
}

impl<T> Table<T> {
    fn items(&self) -> &'static [Loose<T>] {
        let items = self.items.get();
        // SAFETY: `grow` allocated `len` items, and the table's word keeps them alive.
        if items.is_null() { &[] } else { unsafe { ::core::slice::from_raw_parts(items, self.len.get()) } }
    }

    /// The number of places.
    pub fn len(&self) -> usize {
        self.len.get()
    }

    /// Whether there are no places.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The reference at `index`.
    pub fn get(&self, index: usize) -> Option<Gc<T>> {
        self.items().get(index)?.get()
    }

    /// Forgets the reference at `index`.
    pub fn clear(&self, index: usize) {
        if let Some(place) = self.items().get(index) {
            place.set(None);
        }
    }

    /// Changes the reference at `index`; the table grows as needed.
    ///
    /// # Errors
    /// MemoryError.
    pub fn set(&self, index: usize, value: Option<Gc<T>>) -> Result<(), Exc> {
        if index >= self.len() {
            self.grow(index)?;
        }
        if let Some(place) = self.items().get(index) {
            place.set(value);
        }
        Ok(())
    }

    fn grow(&self, index: usize) -> Result<(), Exc> {
        let len = index.saturating_add(1).max(self.len().saturating_mul(2));
        let bytes = len.saturating_mul(size_of::<Loose<T>>());
        // SAFETY: the shim does not raise; zeroed memory is empty references.
        let items = unsafe { ffi::asyncio_alloc(bytes) }.cast::<Loose<T>>().cast_const();
        if items.is_null() {
            return Err(Error::ASYNCIO_ERR_MEMORY.into());
        }
        // SAFETY: `len` places were just allocated.
        let new = unsafe { ::core::slice::from_raw_parts(items, len) };
        for (new, old) in new.iter().zip(self.items()) {
            new.set(old.get());
        }
        self.items.set(items);
        self.len.set(len);
        Ok(())
    }
}

/// A cell for an optional reference, null in zeroed memory.
#[repr(transparent)]
pub struct Loose<T: 'static>(Cell<Obj>, PhantomData<&'static T>);

impl<T> Loose<T> {
    /// The reference.
    pub fn get(&self) -> Option<Gc<T>> {
        // SAFETY: only `set` writes the cell, with a live object of this layout.
        self.0.get().non_null().map(|obj| unsafe { Gc::assume(obj) })
    }

    /// Changes the reference.
    pub fn set(&self, value: Option<Gc<T>>) {
        self.0.set(value.map_or(Obj::NULL, Gc::obj));
    }
}
