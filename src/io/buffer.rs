// SPDX-License-Identifier: MIT
//! A growing array of bytes in the GC heap.

use crate::vm::exc::Error;
use crate::vm::{Exc, Obj, ffi};
use ::core::cell::Cell;
use ::core::ptr;

/// The bytes; zeroed memory is an empty buffer.
#[repr(C)]
pub struct Buffer {
    start: Cell<*mut u8>,
    len: Cell<usize>,
    capacity: Cell<usize>,
}

/// Larger memory is not kept for the next use.
const KEEP: usize = 256;

impl Buffer {
    /// How many bytes there are.
    pub fn len(&self) -> usize {
        self.len.get()
    }

    /// The bytes. The slice is good until the buffer is changed.
    pub fn bytes(&self) -> &[u8] {
        if self.len() == 0 {
            return &[];
        }
        // SAFETY: `len` bytes from `start` have been written.
        unsafe { ::core::slice::from_raw_parts(self.start.get(), self.len()) }
    }

    /// Makes room for `more` bytes; returns where they go.
    ///
    /// # Errors
    /// MemoryError.
    pub fn reserve(&self, more: usize) -> Result<*mut u8, Exc> {
        let needed = self.len().saturating_add(more);
        if needed > self.capacity.get() {
            let capacity = needed.max(self.capacity.get().saturating_mul(2)).max(32);
            // SAFETY: the shim does not raise.
            let start = unsafe { ffi::asyncio_alloc(capacity) }.cast::<u8>();
            if start.is_null() {
                return Err(Error::ASYNCIO_ERR_MEMORY.into());
            }
            if self.len() != 0 {
                // SAFETY: both are `len` bytes long at least, and the new memory is nobody else's.
                unsafe { ptr::copy_nonoverlapping(self.start.get(), start, self.len()) };
            }
            self.start.set(start);
            self.capacity.set(capacity);
        }
        Ok(self.start.get().wrapping_add(self.len()))
    }

    /// `count` bytes have been written where [`Buffer::reserve`] said.
    pub fn added(&self, count: usize) {
        self.len.set(self.len().saturating_add(count).min(self.capacity.get()));
    }

    /// Appends bytes.
    ///
    /// # Errors
    /// MemoryError.
    pub fn extend(&self, bytes: &[u8]) -> Result<(), Exc> {
        let place = self.reserve(bytes.len())?;
        // SAFETY: `reserve` made room; a slice that is alive does not lie in free room.
        unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), place, bytes.len()) };
        self.added(bytes.len());
        Ok(())
    }

    /// Drops the first `count` bytes.
    pub fn consume(&self, count: usize) {
        let left = self.len().saturating_sub(count);
        if left != 0 {
            // SAFETY: both ranges are within the `len` bytes.
            unsafe { ptr::copy(self.start.get().wrapping_add(count), self.start.get(), left) };
        }
        self.len.set(left);
    }

    /// Empties the buffer; small memory is kept.
    pub fn clear(&self) {
        self.len.set(0);
        if self.capacity.get() > KEEP {
            self.start.set(ptr::null_mut());
            self.capacity.set(0);
        }
    }

    /// Moves the contents of `other` here, over what there was.
    pub fn take(&self, other: &Buffer) {
        self.start.set(other.start.replace(ptr::null_mut()));
        self.len.set(other.len.replace(0));
        self.capacity.set(other.capacity.replace(0));
    }

    /// The bytes as an object.
    ///
    /// # Errors
    /// MemoryError; UnicodeError for text that is none.
    pub fn object(&self, is_text: bool) -> Result<Obj, Exc> {
        let bytes = self.bytes();
        // SAFETY: the shim does not raise.
        unsafe { ffi::asyncio_bytes_new(bytes.as_ptr(), bytes.len(), is_text) }.into()
    }
}
