"""Settings: read from ``YOUSHI_*`` in the environment and from ``youshi.toml``, validated here and nowhere else.

The environment wins over the file. Every mistake is named at once, by its key, and secrets are never shown.
"""

import os
import re
from datetime import UTC
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AnyHttpUrl, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from bot.holidays import load_calendar
from civic.calendar import Calendar

FILE = Path("youshi.toml")
PREFIX = "YOUSHI_"
NEARLY = 0.8
"""How alike a name must be to be taken for a misspelt setting, from 0 to 1."""

_TOKEN = r"^\d{3,20}:[A-Za-z0-9_-]{10,}$"  # noqa: S105 - the form of a token, not a token
_SECRET = r"^[A-Za-z0-9_-]{16,256}$"  # noqa: S105 - the form that setWebhook allows, and not too short to guess


class ConfigurationError(Exception):
    """Settings that cannot be used. ``problems`` are (key, what is wrong), every one of them, without the values of secrets."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{key}: {wrong}" for key, wrong in problems))


class Settings(BaseSettings):
    """What an operator can set."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, toml_file=FILE, extra="forbid", frozen=True, hide_input_in_errors=True
    )

    token: SecretStr | None = Field(None, description="@BotFather's token; without one the sandbox is started")
    api_url: AnyHttpUrl = Field(AnyHttpUrl("https://api.telegram.org"), description="address of the Bot API")
    webhook_secret: SecretStr | None = Field(None, description="what Telegram shows with every webhook call")
    webhook_url: AnyHttpUrl | None = Field(None, description="public https address; without one the bot polls")
    listen_host: str = Field("127.0.0.1", description="where the webhook and the health page are served")
    listen_port: Annotated[int, Field(ge=1, le=65_535)] | None = Field(
        None, description="their port (8080 with a webhook)"
    )
    head_chat: int | None = Field(None, description="chat in which the journal's head is posted every night")
    sends_a_second: Annotated[float, Field(ge=0)] = Field(
        28.0, description="messages a second to all chats (Telegram allows 30); 0 for a Bot API server without limits"
    )
    data_dir: Path = Field(Path("data"), description="folder of the database")
    lexicon: Path | None = Field(
        None, description="TOML of words of your own, laid over the bot's; SIGHUP reads it again"
    )
    learned: Path | None = Field(None, description="table of youshi words learn, in place of the bot's own")
    holidays: Path | None = Field(None, description="TOML of further years' holidays, as in bot/holidays.toml")
    timezone: str = Field("Asia/Shanghai", description="zone in which people read moments")
    sandbox_host: str = Field("127.0.0.1", description="where the sandbox is served")
    sandbox_port: int = Field(8300, ge=0, le=65_535, description="port of the sandbox; 0 takes any that is free")
    log_level: str = Field("INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="DEBUG, INFO, WARNING or ERROR")

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.data_dir / "youshi.db"

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which people read moments."""
        return ZoneInfo(self.timezone)

    @property
    def calendar(self) -> Calendar:
        """The working days of the place."""
        return load_calendar(self.zone, self.holidays)

    @field_validator("holidays")
    @classmethod
    def _holidays(cls, path: Path | None) -> Path | None:
        try:
            load_calendar(UTC, path)
        except OSError:
            raise ValueError("cannot be read") from None
        return path

    @field_validator("token")
    @classmethod
    def _token(cls, token: SecretStr | None) -> SecretStr | None:
        return _of_form(token, _TOKEN, "is not of the form 123456789:ABC…, as @BotFather gives it")

    @field_validator("webhook_secret")
    @classmethod
    def _webhook_secret(cls, secret: SecretStr | None) -> SecretStr | None:
        return _of_form(secret, _SECRET, "must be 16 to 256 letters, digits, - or _")

    @field_validator("timezone")
    @classmethod
    def _timezone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("is not a time zone, such as Asia/Shanghai") from None
        return name

    @field_validator("webhook_url")
    @classmethod
    def _webhook(cls, url: AnyHttpUrl | None, info: ValidationInfo) -> AnyHttpUrl | None:
        """The fields above have been read; one that is wrong is not among them and is named by itself."""
        if url is None:
            return None
        if url.scheme != "https":
            raise ValueError("must begin with https://")
        missing = [name for name in ("token", "webhook_secret") if name in info.data and info.data[name] is None]
        if missing:
            raise ValueError(f"needs {' and '.join(missing)} too")
        return url

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """First what is given in code, then the environment, then the file."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


class Supervisor(NamedTuple):
    """systemd, when it started us: where it listens, and within how many seconds it wants to hear that all is well."""

    address: str | None
    watchdog: float | None


def supervisor() -> Supervisor:
    """What systemd says in the environment."""
    environment = os.environ  # noqa: TID251 - this is the place that the rule sends everybody to
    microseconds = environment.get("WATCHDOG_USEC", "")
    return Supervisor(
        environment.get("NOTIFY_SOCKET"), int(microseconds) / 1_000_000 if microseconds.isdecimal() else None
    )


def load_settings(**given: object) -> Settings:
    """Read and validate; raises ``ConfigurationError`` with every mistake."""
    problems = _misspelt()
    try:
        settings = Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        problems += [
            (PREFIX + str(each["loc"][0]).upper(), each["msg"].removeprefix("Value error, ")) for each in error.errors()
        ]
    except ValueError as error:  # the file is no TOML
        problems.append((str(FILE), str(error)))
    if problems:
        raise ConfigurationError(problems)
    return settings


def _misspelt() -> list[tuple[str, str]]:
    """Names in the environment that are nearly a setting's. Passed over, a misspelt token would start the sandbox."""
    problems = []
    for name in os.environ:  # noqa: TID251 - this is the place that the rule sends everybody to
        key = name.removeprefix(PREFIX).lower()
        if name.startswith(PREFIX) and key not in Settings.model_fields:
            meant = get_close_matches(key, Settings.model_fields, 1, NEARLY)
            problems += [(name, f"is no setting; is {PREFIX}{each.upper()} meant?") for each in meant]
    return problems


def _of_form(secret: SecretStr | None, form: str, wrong: str) -> SecretStr | None:
    if secret is not None and not re.fullmatch(form, secret.get_secret_value()):
        raise ValueError(wrong)
    return secret
