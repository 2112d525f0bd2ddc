def test_shots(someone):
    for who, path, name in (
        ("manager", "/", "home-manager"),
        ("lead", "/", "home-lead"),
        ("publisher", "/", "home-publisher"),
        ("manager", "/portfolio/", "portfolio"),
        ("manager", "/plans/sheffield-2019/chat/", "chat"),
        ("manager", "/my/calendar/", "calendar"),
        ("accountable", "/", "home-acc"),
    ):
        for width in (1280, 390):
            p = someone(who, width=width)
            p.opens(path)
            p.page.screenshot(path=f"/tmp/shots/{name}-{width}.png", full_page=True)
