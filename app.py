"""Serves the assistant's page: ``python app.py``."""

import sys
from threading import Thread

from indexer.offline import stay_offline


def main() -> None:
    """Build the page from the assistant and serve it until it is stopped."""
    stay_offline()
    import typer

    from assistant.settings import AssistantSettings
    from assistant.web.chat import build_chat
    from assistant.web.library_desk import LibraryDesk
    from assistant.web.opening import Opening, open_assistant
    from assistant.web.serving import serve
    from assistant.web.settings import WebSettings
    from indexer.errors import SettingsError
    from indexer.settings import settings_for

    try:
        settings = settings_for(WebSettings, None)
        settings_for(AssistantSettings, None)
    except SettingsError as error:
        sys.exit(str(error))
    opening = Opening(open_assistant)
    page = build_chat(opening, LibraryDesk(opening))
    try:
        url = serve(page, settings)
    except OSError:
        sys.exit(
            f"The page cannot be served at {settings.host}:{settings.port}: the port is taken, or the address is not "
            "this machine's. Set ASSISTANT_PORT or ASSISTANT_HOST, for example ASSISTANT_PORT=7861."
        )
    typer.echo(f"The assistant is at {url} (stop it with Ctrl+C).")
    Thread(target=opening.warm, daemon=True).start()
    page.block_thread()


if __name__ == "__main__":
    main()
