#pragma once
#include <libwebsockets.h>

/// LWS_PRE is a macro expression that Swift does not import.
static const int frontdesk_lws_pre = LWS_PRE;
