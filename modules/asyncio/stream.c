#include "glue.h"
MP_DEFINE_CONST_OBJ_TYPE(asyncio_type_stream, MP_QSTR_Stream, MP_TYPE_FLAG_NONE);
