"""Apple's podcast categories, in its own words:
https://podcasters.apple.com/support/1691-apple-podcasts-categories."""

from __future__ import annotations

_LINES = """
Arts: Books; Design; Fashion & Beauty; Food; Performing Arts; Visual Arts
Business: Careers; Entrepreneurship; Investing; Management; Marketing; Non-Profit
Comedy: Comedy Interviews; Improv; Stand-Up
Education: Courses; How To; Language Learning; Self-Improvement
Fiction: Comedy Fiction; Drama; Science Fiction
Government
History
Health & Fitness: Alternative Health; Fitness; Medicine; Mental Health; Nutrition; Sexuality
Kids & Family: Education for Kids; Parenting; Pets & Animals; Stories for Kids
Leisure: Animation & Manga; Automotive; Aviation; Crafts; Games; Hobbies; Home & Garden; Video Games
Music: Music Commentary; Music History; Music Interviews
News: Business News; Daily News; Entertainment News; News Commentary; Politics; Sports News; Tech News
Religion & Spirituality: Buddhism; Christianity; Hinduism; Islam; Judaism; Religion; Spirituality
Science: Astronomy; Chemistry; Earth Sciences; Life Sciences; Mathematics; Natural Sciences; Nature; \
Physics; Social Sciences
Society & Culture: Documentary; Personal Journals; Philosophy; Places & Travel; Relationships
Sports: Baseball; Basketball; Cricket; Fantasy Sports; Football; Golf; Hockey; Rugby; Running; Soccer; \
Swimming; Tennis; Volleyball; Wilderness; Wrestling
Technology
True Crime
TV & Film: After Shows; Film History; Film Interviews; Film Reviews; TV Reviews
"""


def _spelled() -> list[str]:
    found = []
    for line in _LINES.strip().splitlines():
        category, _, inner = line.partition(": ")
        found += [category, *(f"{category} > {name}" for name in inner.split("; ") if name)]
    return found


CATEGORIES = tuple(_spelled())
"""Each as "News" or "News > Politics"."""
