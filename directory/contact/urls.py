from __future__ import annotations

app_name = "contact"
urlpatterns: list = []
