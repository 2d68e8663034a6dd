// SPDX-License-Identifier: MIT
// Lets the system's mbedtls (2.28 or 3) be to MicroPython what the mbedtls in its own tree is.

#include "mbedtls/error.h"
#include "mbedtls/gcm.h"
#include "mbedtls/pk.h"
#include "mbedtls/ssl.h"
#include "mbedtls/version.h"

// Short names for errors: MicroPython's own table. It is for mbedtls 3 and names codes that 2.28
// has under another name or never reports.
#if MBEDTLS_VERSION_NUMBER < 0x03000000
#define MBEDTLS_ERR_GCM_BUFFER_TOO_SMALL (-0x0016)
#define MBEDTLS_ERR_PK_BUFFER_TOO_SMALL (-0x3880)
#define MBEDTLS_ERR_SSL_BAD_CERTIFICATE (-0x7A00)
#define MBEDTLS_ERR_SSL_BAD_PROTOCOL_VERSION (-0x6E80)
#define MBEDTLS_ERR_SSL_CACHE_ENTRY_NOT_FOUND (-0x7E80)
#define MBEDTLS_ERR_SSL_CANNOT_READ_EARLY_DATA (-0x7B80)
#define MBEDTLS_ERR_SSL_CANNOT_WRITE_EARLY_DATA (-0x7C80)
#define MBEDTLS_ERR_SSL_DECODE_ERROR (-0x7300)
#define MBEDTLS_ERR_SSL_HANDSHAKE_FAILURE (-0x6E00)
#define MBEDTLS_ERR_SSL_ILLEGAL_PARAMETER (-0x6600)
#define MBEDTLS_ERR_SSL_NO_APPLICATION_PROTOCOL (-0x7580)
#define MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET (-0x7B00)
#define MBEDTLS_ERR_SSL_UNRECOGNIZED_NAME (-0x7800)
#define MBEDTLS_ERR_SSL_UNSUPPORTED_EXTENSION (-0x7500)
#elif !defined(MBEDTLS_CONFIG_FILE)
// The table would include 2.28's header; this one leads to 3's configuration.
#define MBEDTLS_CONFIG_FILE "mbedtls/build_info.h"
#endif

#include "lib/mbedtls_errors/mp_mbedtls_errors.c"

// TLS 1.2 at most, as in MicroPython's configuration. With 1.3 a handshake ends before the other
// side has looked at the certificate, so errors come at other places than MicroPython documents.
int __real_mbedtls_ssl_config_defaults(mbedtls_ssl_config *conf, int endpoint, int transport, int preset);

int __wrap_mbedtls_ssl_config_defaults(mbedtls_ssl_config *conf, int endpoint, int transport, int preset) {
    int ret = __real_mbedtls_ssl_config_defaults(conf, endpoint, transport, preset);
    #if MBEDTLS_VERSION_NUMBER >= 0x03000000
    if (ret == 0) {
        mbedtls_ssl_conf_max_tls_version(conf, MBEDTLS_SSL_VERSION_TLS1_2);
    }
    #endif
    return ret;
}
