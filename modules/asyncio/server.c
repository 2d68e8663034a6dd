#include "glue.h"
MP_DEFINE_CONST_OBJ_TYPE(asyncio_type_server, MP_QSTR_Server, MP_TYPE_FLAG_NONE);
static mp_obj_t f(size_t n_args, const mp_obj_t *pos_args, mp_map_t *kw_args) {return mp_const_none;}
MP_DEFINE_CONST_FUN_OBJ_KW(asyncio_open_connection_obj,0,f);
MP_DEFINE_CONST_FUN_OBJ_KW(asyncio_start_server_obj,0,f);
