#pragma once
#include <ev.h>
#include <libwebsockets.h>
#include <string.h>

/// LWS_PRE is a macro expression that Swift does not import.
static const int frontdesk_lws_pre = LWS_PRE;
