"""The pages are Chinese, complete, free of script, and load nothing from elsewhere."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from gongji.app.runtime import Runtime
from gongji.kernel.problems import Problem
from gongji.sandbox.reset import load_demo_if_empty

PAGES = ("/", "/docs", "/docs/problems")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_needs_no_script_and_nothing_from_elsewhere(page: str, app: Flask) -> None:
    answer = app.test_client().get(page)
    assert answer.status_code == 200
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert not re.search(r"<script|<style| style=| on\w+=|https?://", answer.text)


def test_the_start_page_says_when_it_plays_and_who_is_who(app: Flask, runtime: Runtime) -> None:
    load_demo_if_empty(runtime)
    page = app.test_client().get("/").text
    for words in (
        "2025 年 11 月 05 日",
        "时钟正在走",
        "彭志强",
        "19900001001",
        "5680.00",
        "演示·岳麓综合医院",
        "长沙",
        "19900009001",
        "19900009003",
    ):
        assert words in page


def test_the_start_page_stands_before_anything_is_loaded(app: Flask) -> None:
    assert "这里是沙盒" in app.test_client().get("/").text


def test_the_style_sheet_is_ours(app: Flask) -> None:
    with app.test_client().get("/assets/pages.css") as answer:
        assert (answer.status_code, answer.mimetype) == (200, "text/css")
        assert b"url(" not in answer.data


def test_every_call_of_the_document_is_on_the_page(app: Flask) -> None:
    client = app.test_client()
    page, document = client.get("/docs").text, client.get("/openapi.json").get_json()
    for path, item in document["paths"].items():
        for method in item.keys() & {"get", "post", "put", "patch", "delete"}:
            anchor = f"{method}{path}".replace("/", "-").replace("{", "").replace("}", "")
            assert f'id="{anchor}"' in page
            assert item[method]["summary"] in page


def test_fields_of_bodies_are_listed_by_path(app: Flask) -> None:
    page = app.test_client().get("/docs").text
    assert "<code>beneficiary.id_number</code>" in page
    assert "<code>items[].access_key</code>" in page


def test_every_refusal_is_on_its_page(app: Flask) -> None:
    page = app.test_client().get("/docs/problems").text
    for code, problem in Problem.by_code.items():
        assert f'<tr id="{code}">' in page
        assert problem.remedy in page
