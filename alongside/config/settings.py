"""Every setting of Alongside, read from the environment. A test fails when `docs/deploy.md` does not name one."""

from collections.abc import Collection
from importlib.util import find_spec
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from alongside.config.addresses import origin_of
from alongside.config.data_folder import data_folder
from alongside.config.secret import earlier_keys, secret_key

env = Env()

PACKAGE = Path(__file__).resolve().parent.parent


def one_of(name: str, default: str, allowed: Collection[str]) -> str:
    """A setting that has only a few values; a slip of the pen stops the start instead of meaning something else."""
    value: str = env.str(name, default)
    if value not in allowed:
        *first, last = allowed
        raise ImproperlyConfigured(f"{name} is '{value}'. It can be {', '.join(first)} or {last}.")
    return value


# "production" unless somebody says otherwise, so that forgetting a variable never opens the demo.
MODE = one_of("ALONGSIDE_MODE", "production", ["production", "demo", "test"])
PRODUCTION = MODE == "production"

DATA_DIR = data_folder(env.str("DATA_DIR", "var"), production=PRODUCTION)

DEBUG = False
SECRET_KEY = secret_key(env.str("SECRET_KEY", ""), production=PRODUCTION, data_dir=DATA_DIR)
# Kept apart from SECRET_KEY so that one can be changed without breaking the other's signatures.
AUDIT_KEY: str = env.str("AUDIT_KEY", "") or SECRET_KEY
EARLIER_AUDIT_KEYS = earlier_keys(env.list("EARLIER_AUDIT_KEYS", []))
SITE_URL: str = env.str("SITE_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", [] if PRODUCTION else ["*"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "alongside.config",
    "alongside.ui",
    "alongside.people",
    "alongside.messages",
    "alongside.worklist",
    "alongside.agenda",
    "alongside.directory",
    "alongside.plans",
    "alongside.programmes",
    "alongside.peers",
    "alongside.portal",
    "alongside.consultation",
    "alongside.interop",
]
if not PRODUCTION:
    INSTALLED_APPS.append("alongside.demo")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "alongside.people.middleware.PagesAreNotKept",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Every page asks for a sign-in unless its view says @login_not_required.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "alongside.people.middleware.SessionsEnd",
    "alongside.people.middleware.StaffNeedSecondFactor",
]

ROOT_URLCONF = "alongside.config.urls"
WSGI_APPLICATION = "alongside.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "alongside.config.jinja2.environment",
            "context_processors": ["alongside.people.navigation.navigation"],
        },
    },
    {
        # Only for the few templates that libraries bring in Django's own language.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
FORM_RENDERER = "alongside.ui.forms.NHSFormRenderer"

# --- Data -----------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{DATA_DIR}/alongside.sqlite3")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # Readers never wait for a writer; a writer takes its place in the queue at once instead of failing half-way.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Where the index of the directory is: in the database where that is PostgreSQL, otherwise in DATA_DIR.
SEARCH_ENGINE = one_of("SEARCH_ENGINE", "database", ["database", "sqlite", "postgresql", "tantivy"])
if SEARCH_ENGINE == "database":
    SEARCH_ENGINE = "postgresql" if DATABASES["default"]["ENGINE"].endswith("postgresql") else "sqlite"
if SEARCH_ENGINE == "postgresql" and not DATABASES["default"]["ENGINE"].endswith("postgresql"):
    raise ImproperlyConfigured("SEARCH_ENGINE is 'postgresql', and the database is another.")
if SEARCH_ENGINE == "tantivy" and not find_spec("tantivy"):
    raise ImproperlyConfigured("SEARCH_ENGINE is 'tantivy', which is not installed. docs/deploy.md says how.")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Counts wrong passwords, for all server processes together; a cache in memory would count in each of them apart.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

# --- Sign-in --------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_TEMPLATE_EXTENSION = "jinja"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_ADAPTER = "alongside.people.sign_in.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "alongside.people.sign_in.OpenIDAdapter"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
# A whole health economy may come from one address of its network, so a place may try more often than an account.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key,100/5m/ip", "login": "300/m/ip"}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ADAPTER = "alongside.people.sign_in.SecondFactorAdapter"
MFA_FORMS = {
    "add_webauthn": "alongside.people.sign_in.PasskeyToAdd",
    "authenticate_webauthn": "alongside.people.sign_in.PasskeyAfterPassword",
    "login_webauthn": "alongside.people.sign_in.PasskeyAlone",
    "reauthenticate_webauthn": "alongside.people.sign_in.PasskeyOnceMore",
}
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}
# Every account is made by invitation, and its first password chosen by a link sent to its address.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Alongside"
# NHS login is such a provider; until an address is given there is none.
OIDC_SERVER_URL: str = env.str("OIDC_SERVER_URL", "")
OIDC_SCOPE: list[str] = env.list("OIDC_SCOPE", ["openid", "profile", "email"])
# The key that proves who we are, so that no secret is sent: NHS login asks for that. The id is its name there.
OIDC_PRIVATE_KEY_FILE: str = env.str("OIDC_PRIVATE_KEY_FILE", "")
OIDC_KEY_ID: str = env.str("OIDC_KEY_ID", "")
OIDC_FORM_ACTION: str = env.str("OIDC_FORM_ACTION", "") or origin_of(OIDC_SERVER_URL)
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": env.str("OIDC_PROVIDER_ID", "nhs-login"),
                "name": env.str("OIDC_NAME", "NHS login"),
                "client_id": env.str("OIDC_CLIENT_ID", ""),
                "secret": env.str("OIDC_CLIENT_SECRET", ""),
                "settings": {"server_url": OIDC_SERVER_URL, "scope": OIDC_SCOPE, "oauth_pkce_enabled": True},
            }
        ]
        if OIDC_SERVER_URL
        else []
    }
}
# A session ends after this long without a page, and whatever happens after SESSION_HOURS.
SESSION_COOKIE_AGE = env.int("SESSION_MINUTES", 60) * 60
SESSION_HOURS: int = env.int("SESSION_HOURS", 12)
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# "Rosa Ashworth is registered" goes when the session goes; a cookie would wait for whoever signs in next.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- What a browser may do ------------------------------------------------------------------------------------------

SECURE_COOKIES = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 31536000 if SECURE_COOKIES else 0
# The proxy in front turns http into https (docs/deploy.md), and a practice's other names are not ours to decide about.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W008", "security.W021"]
BEHIND_PROXY: bool = env.bool("BEHIND_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# Whose wrong passwords are counted: behind a proxy, the address it passes on.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "alongside.config.errors.page_too_old"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # A form that starts a sign-in elsewhere is answered with a redirect to there.
        "form-action": [SELF, *([OIDC_FORM_ACTION] if OIDC_FORM_ACTION else [])],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# --- Static files ---------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_USE_FINDERS = not PRODUCTION
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# --- Language and time ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
TIME_ZONE: str = env.str("TIME_ZONE", "Europe/London")
USE_TZ = True
# Nobody is due to ring or to do a task on a bank holiday there (worklist/working_days.py).
BANK_HOLIDAYS_OF = one_of("BANK_HOLIDAYS_OF", "England", ["England", "Wales", "Scotland", "Northern Ireland"])

# --- Messages -------------------------------------------------------------------------------------------------------

# Invitations and forgotten passwords leave the way messages do. As files they are in DATA_DIR/mail.
_mail = {
    "files": "alongside.people.mail_files.OneLetterAFile",
    "smtp": "django.core.mail.backends.smtp.EmailBackend",
    "notify": "alongside.messages.senders.notify_mail.NotifyMail",
}
# "files" writes every message to DATA_DIR/outbox and sends nothing anywhere.
MESSAGE_SENDER = one_of("MESSAGE_SENDER", "files", _mail)
EMAIL_BACKEND = _mail[MESSAGE_SENDER]
# Each needs its file in content/messages. English is always there, and stands in for what another has no words for.
MESSAGE_LANGUAGES: list[str] = env.list("MESSAGE_LANGUAGES", ["en"])
for _language in MESSAGE_LANGUAGES:
    if not (PACKAGE / f"content/messages/{_language}.toml").exists():
        raise ImproperlyConfigured(f"MESSAGE_LANGUAGES names '{_language}', and no messages are written in it.")
QUIET_FROM: int = env.int("QUIET_FROM", 20)
QUIET_UNTIL: int = env.int("QUIET_UNTIL", 9)
NOTIFY_API_KEY: str = env.str("NOTIFY_API_KEY", "")
NOTIFY_BASE_URL: str = env.str("NOTIFY_BASE_URL", "https://api.notifications.service.gov.uk")
NOTIFY_TEXT_TEMPLATE: str = env.str("NOTIFY_TEXT_TEMPLATE", "")
NOTIFY_EMAIL_TEMPLATE: str = env.str("NOTIFY_EMAIL_TEMPLATE", "")
NOTIFY_LETTER_TEMPLATE: str = env.str("NOTIFY_LETTER_TEMPLATE", "")
NOTIFY_LARGE_LETTER_TEMPLATE: str = env.str("NOTIFY_LARGE_LETTER_TEMPLATE", "")
EMAIL_HOST: str = env.str("EMAIL_HOST", "localhost")
EMAIL_PORT: int = env.int("EMAIL_PORT", 25)
EMAIL_HOST_USER: str = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD: str = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS: bool = env.bool("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 20
EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", "alongside@localhost")

# --- Identity -------------------------------------------------------------------------------------------------------

# Off unless the deployer is an NHS service that may use the identity.
SHOW_NHS_LOGO: bool = env.bool("SHOW_NHS_LOGO", False)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": "alongside.config.logs.Discreet"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
}
