"""Settings: where they come from, which wins, and that every mistake is named at once without giving a secret away."""

from pathlib import Path
from typing import Any

import pytest

from bot.settings import FILE, PREFIX, ConfigurationError, Settings, load_settings
from tests.bot.conftest import TOKEN

SECRET = "a-secret-of-the-webhook_1"
WEBHOOK = "https://chat.example.cn/telegram"

pytestmark = pytest.mark.usefixtures("workplace")


@pytest.fixture
def wrong(monkeypatch: pytest.MonkeyPatch) -> Any:
    """``wrong(NAME=value)``: what is said of these settings, by key."""

    def problems(**settings: str) -> dict[str, str]:
        for name, value in settings.items():
            monkeypatch.setenv(PREFIX + name, value)
        with pytest.raises(ConfigurationError) as raised:
            load_settings()
        return dict(raised.value.problems)

    return problems


def test_without_any_setting_the_sandbox_can_be_started() -> None:
    settings = load_settings()
    assert (settings.token, settings.webhook_url, settings.timezone) == (None, None, "Asia/Shanghai")
    assert settings.database == Path("data/youshi.db")
    assert str(settings.zone) == "Asia/Shanghai"


def test_the_environment_wins_over_the_file_and_what_is_given_over_both(monkeypatch: pytest.MonkeyPatch) -> None:
    FILE.write_text('timezone = "Asia/Tokyo"\nsandbox_port = 1000\nlog_level = "ERROR"\n', "utf-8")
    monkeypatch.setenv("YOUSHI_SANDBOX_PORT", "2000")
    monkeypatch.setenv("YOUSHI_LOG_LEVEL", "DEBUG")
    settings = load_settings(log_level="WARNING")
    assert (settings.timezone, settings.sandbox_port, settings.log_level) == ("Asia/Tokyo", 2000, "WARNING")


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("TOKEN", "abc", "@BotFather"),
        ("TOKEN", "", "@BotFather"),
        ("TOKEN", TOKEN + "\n", "@BotFather"),
        ("API_URL", "telegram", "URL"),
        ("WEBHOOK_URL", "http://chat.example.cn", "https"),
        ("WEBHOOK_URL", WEBHOOK, "token and webhook_secret"),
        ("WEBHOOK_SECRET", "short", "16 to 256"),
        ("WEBHOOK_SECRET", "not allowed by Telegram!", "16 to 256"),
        ("LISTEN_PORT", "0", "greater"),
        ("LISTEN_PORT", "http", "integer"),
        ("TIMEZONE", "Asia/Peking", "time zone"),
        ("TIMEZONE", "../../etc/passwd", "time zone"),
        ("TIMEZONE", "", "time zone"),
        ("SANDBOX_PORT", "99999", "65535"),
        ("LOG_LEVEL", "loud", "DEBUG"),
        ("TOKN", TOKEN, "is YOUSHI_TOKEN meant?"),
    ],
)
def test_a_wrong_setting_is_named(wrong: Any, key: str, value: str, words: str) -> None:
    problems = wrong(**{key: value})
    assert list(problems) == [PREFIX + key]
    assert words in problems[PREFIX + key]


def test_all_wrong_settings_are_named_at_once(wrong: Any) -> None:
    FILE.write_text('colour = "red"\nlog_level = "loud"\n', "utf-8")
    problems = wrong(TOKEN="no-token", WEBHOOK_URL="http://x.cn", SANDBOX_PORT="-1", TIMEZONE="Mars", TOKN="x")
    assert set(problems) == {
        "YOUSHI_TOKEN",
        "YOUSHI_WEBHOOK_URL",
        "YOUSHI_SANDBOX_PORT",
        "YOUSHI_TIMEZONE",
        "YOUSHI_LOG_LEVEL",
        "YOUSHI_COLOUR",
        "YOUSHI_TOKN",
    }


def test_a_webhook_that_lacks_what_it_needs_is_named_beside_other_mistakes(wrong: Any) -> None:
    problems = wrong(WEBHOOK_URL=WEBHOOK, WEBHOOK_SECRET="short", LOG_LEVEL="loud")
    assert problems["YOUSHI_WEBHOOK_URL"] == "needs token too"
    assert set(problems) == {"YOUSHI_WEBHOOK_URL", "YOUSHI_WEBHOOK_SECRET", "YOUSHI_LOG_LEVEL"}


def test_a_whole_webhook_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"TOKEN": TOKEN, "WEBHOOK_URL": WEBHOOK, "WEBHOOK_SECRET": SECRET}.items():
        monkeypatch.setenv(PREFIX + name, value)
    settings = load_settings()
    assert settings.webhook_secret
    assert settings.webhook_secret.get_secret_value() == SECRET


def test_a_file_that_is_no_toml_is_named_with_the_place() -> None:
    FILE.write_text("token = \n", "utf-8")
    with pytest.raises(ConfigurationError) as raised:
        load_settings()
    ((key, words),) = raised.value.problems
    assert key == "youshi.toml"
    assert "line 1" in words


@pytest.mark.parametrize("secret", ["almost:a-token-of-somebody", "geheim"])
def test_secrets_are_never_shown(wrong: Any, secret: str) -> None:
    problems = wrong(TOKEN=secret, WEBHOOK_SECRET=secret, WEBHOOK_URL=WEBHOOK, LOG_LEVEL="loud")
    assert secret not in str(problems)
    settings = Settings(token=TOKEN, webhook_secret=SECRET, log_level="INFO")  # type: ignore[arg-type]
    assert TOKEN not in repr(settings) + str(settings)
    assert SECRET not in repr(settings) + str(settings)


def test_what_only_begins_like_a_setting_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YOUSHI_IMAGE", "registry.example.cn/youshi:1")
    assert load_settings().token is None


def test_every_setting_says_what_it_is() -> None:
    assert all(field.description for field in Settings.model_fields.values())
