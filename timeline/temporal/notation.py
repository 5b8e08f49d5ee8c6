"""The notation grammar patterns are written in, and its translation to regular expressions.

    [the] {ordinal}~quarter (of|in) {year}

    word        itself, in lower case (patterns are matched against folded text, see `folding`)
    {part}      a named part of `parts`, captured under its name; {other:part} renames it
    (a|b c)     one of several
    [x]         may be left out, with the blank beside it
    <x>         the words that are the expression, where the pattern holds more than these
    blank       white space
    ~           white space or a hyphen
    _           nothing in between
    ;           a comma or white space
    /  :  -     that sign

Beside the regular expression, `translate` works out with which words a match can begin. The
finder tries a rule only where one of these stands, which is what makes a hundred rules cheap.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

SPAN = "span"  # the name under which <x> is captured
DIGIT = "0"  # stands for any number among the words a pattern can begin with

WORD = re.compile(r"(?<![^\W_])(?:[^\W\d_]+|\d+|'(?=\d\ds))")

_TOKEN = re.compile(r"[a-z0-9'.&%]+|-|\{[a-z0-9_]+(?::[a-z0-9_]+)?\}|[][()<>|/:_~; ]")
_CLOSING = {"(": ")", "[": "]", "<": ">"}
_GLUE = {" ": " +", "~": "(?: +| ?- ?)", ";": "(?: ?, *| +)", "_": ""}


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of regular expression, the words it can begin with, and the parts it captures."""

    regex: str
    first: frozenset[str]
    optional: bool = False
    captures: dict[str, str] = field(default_factory=dict)  # group name -> part name


def first_words(literal: str) -> frozenset[str]:
    """The key under which the finder looks up a text that begins as `literal` does."""
    match = WORD.match(literal)
    if match is None:
        return frozenset()
    return frozenset({DIGIT if match[0][0].isdigit() else match[0]})


def translate(pattern: str, parts: Mapping[str, Fragment]) -> Fragment:
    """`pattern` as one fragment. Raises ValueError for a pattern that is not of the notation."""
    tokens = _TOKEN.findall(pattern)
    if "".join(tokens) != pattern:
        raise ValueError(f"not in the notation: {pattern!r}")
    fragment, rest = _choice(tokens, parts)
    if rest:
        raise ValueError(f"unbalanced brackets: {pattern!r}")
    return fragment


def _choice(tokens: list[str], parts: Mapping[str, Fragment]) -> tuple[Fragment, list[str]]:
    options: list[Fragment] = []
    while True:
        option, tokens = _sequence(tokens, parts)
        options.append(option)
        if tokens[:1] != ["|"]:
            break
        tokens = tokens[1:]
    if len(options) == 1:
        return options[0], tokens
    regex = "(?:" + "|".join(option.regex for option in options) + ")"
    captures = {name: part for option in options for name, part in option.captures.items()}
    first = frozenset[str]().union(*(option.first for option in options))
    return Fragment(regex, first, captures=captures), tokens


def _sequence(tokens: list[str], parts: Mapping[str, Fragment]) -> tuple[Fragment, list[str]]:
    items: list[Fragment] = []
    glues: list[str] = []  # glues[i] stands before items[i]
    glue = ""
    while tokens and tokens[0] not in "])>|":
        if tokens[0] in _GLUE:
            glue, tokens = _GLUE[tokens[0]], tokens[1:]
            if not items or not tokens or tokens[0] in "])>|":
                raise ValueError("a blank belongs between two items")
            continue
        item, tokens = _item(tokens, parts)
        items.append(item)
        glues.append(glue)
        glue = ""
    return _join(items, glues), tokens


def _item(tokens: list[str], parts: Mapping[str, Fragment]) -> tuple[Fragment, list[str]]:
    token, tokens = tokens[0], tokens[1:]
    if token in _CLOSING:
        inner, tokens = _choice(tokens, parts)
        if tokens[:1] != [_CLOSING[token]]:
            raise ValueError("unbalanced brackets")
        if token == "<":
            regex = f"(?P<{SPAN}>{inner.regex})"
            return Fragment(regex, inner.first, False, inner.captures | {SPAN: ""}), tokens[1:]
        return Fragment(inner.regex, inner.first, token == "[", inner.captures), tokens[1:]
    if token.startswith("{"):
        name, _, kind = token[1:-1].partition(":")
        part = parts[kind or name]
        captured = Fragment(f"(?P<{name}>{part.regex})", part.first, captures={name: kind or name})
        return captured, tokens
    return Fragment(re.escape(token), first_words(token)), tokens


def _join(items: list[Fragment], glues: list[str]) -> Fragment:
    """An optional item takes the blank beside it along: the one after it while nothing required
    has come yet, else the one before it."""
    regex, first, captures = "", set[str](), dict[str, str]()
    begun = False
    for index, item in enumerate(items):
        captures |= item.captures
        before = glues[index]
        if not begun:
            first |= item.first
            before = ""
        if item.optional and not begun:
            after = glues[index + 1] if index + 1 < len(items) else ""
            regex += f"(?:{item.regex}{after})?"
        elif item.optional:
            regex += f"(?:{before}{item.regex})?"
        else:
            # Leading optional items have brought the blank before this one with them.
            regex += (before if begun else "") + item.regex
            begun = True
    return Fragment(regex, frozenset(first), captures=captures)
