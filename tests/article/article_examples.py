"""Articles of our own with the shapes of real ones."""

NEWS = """\
Will the old ferry between the islands come back?

Click to start listening
Will the old ferry between the islands come back?

Synopsis

Three island councils have agreed to pay for a ferry that stopped nine years ago. The first crossing \
could leave in spring.

Key Takeaways

  • Three councils share the cost of the ferry.
  • The first crossing is planned for April.
  • Fishermen fear for their moorings.

Port Sela, December 10 (IslandPress) In a vote that few had expected, three councils have "buried a \
quarrel of nine years," \
as one of them put it. The ferry will call at four harbours, said Mara Ilves of the Harbour Board.

The old ship, the MV Kittiwake, was sold in 2016.

Two of the councils will raise their harbour dues; the third, led by Tom Arden, will sell a plot of land.

Point of View

A ferry is more than a ship. It decides where the young can live, and whether a school stays open.
IslandPress
11/12/2025

Frequently Asked Questions

Who pays for the ferry?
Three councils share the cost, with a grant from the region.
When does it start?
The first crossing is planned for April, if the pier at Sela is ready.
Island Press
"""

MARKDOWN = """\
# A garden on the *roof*

By Jane Doe

The library has [opened its roof](https://library.example/roof_(new)) to **everybody**, with `beans` and \
~~cabbage~~ kale.

## What grows there

1. Beans
2. Kale
3. Three kinds of thyme,
   all of them old

> The best part is the view, said a visitor,
> and the quiet.

```
water(beans)
```

| plant | beds |
|-------|------|
| beans | 4    |

---

Opening hours
-------------

The roof is open until 6 p.m. A 3 * 4 metre bed is free.[^1]

![A bean](bean.jpg)
"""

PAGE = """\
<!doctype html>
<html lang="en-GB"><head>
<title>Old ferry returns to the islands | Island Press</title>
<link rel="canonical" href="https://island.example/ferry?utm_source=x">
<meta property="og:title" content="Old ferry returns to the islands">
<meta property="og:site_name" content="Island Press">
<meta property="og:image" content="https://island.example/ferry.jpg">
<meta name="description" content="Nine years after the last crossing, three councils bring the ferry back.">
<script type="application/ld+json">
{"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "Island Press"}, {"@type": \
"NewsArticle",
 "headline": "Old ferry returns to the islands", "datePublished": "2025-12-10T08:30:00+01:00",
 "author": [{"@type": "Person", "name": "Mara Ilves"}], "publisher": {"name": "Island Press"}}]}
</script>
<style>p { color: red }</style>
</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article>
<div class="kicker">Transport</div>
<h1>Old ferry returns to the islands</h1>
<p class="standfirst">Nine years after the last crossing, three councils bring the ferry back.</p>
<p class="byline">By <a href="/mara">Mara Ilves</a></p>
<div class="share-bar"><a href="#">Facebook</a> <a href="#">Twitter</a></div>
<button>Click to start listening</button>
<div class="story">
<p>Old ferry returns to the islands</p>
<p>PORT SELA (IP) — In a vote that few had expected, three councils agreed on Tuesday to bring back the \
ferry between the
four islands, which stopped nine years ago after a quarrel about who should pay for it.</p>
<figure><img src="ferry.jpg" alt=""><figcaption>The ferry at the pier of Port Sela. Photo: Tom Arden\
</figcaption></figure>
<p>The old ship, the <em>Kittiwake</em>, carried 40,000 people a year across the sound and was sold to a \
scrapyard
in 2016.<sup data-listen="skip">[a]</sup> A new one with a <span data-listen-as="four hundred \
kilowatt">400 kW</span>
motor has been found.</p>
<p>Also read: <a href="/pier">The pier that nobody wanted to repair</a></p>
<h2>What the councils will pay</h2>
<p>Two of the three councils will raise their harbour dues for the next ten years, the third will sell a \
plot of land:</p>
<ul><li>Port Sela raises its dues by a tenth.</li>
<li>North Isle raises them by a fifth.</li><li>Arden sells its old quarry.</li></ul>
<blockquote><p>It decides where the young can live, and whether a school stays open.</p></blockquote>
<p data-listen="skip">Subscribers can hear the whole debate of the councils in our archive of recordings \
from the chamber.</p>
<div class="newsletter-box"><p>Get the news of the islands every morning, before anybody else does.</p></div>
<p>Fishermen fear for their moorings, which they would have to share with the ship in all but the winter \
months.</p>
<h2>Frequently asked questions</h2>
<h3>When does the ferry start?</h3>
<p>The first crossing is planned for April, if the pier at Port Sela is ready by then.</p>
<h3>Can I take a car?</h3>
<p>Not at first: the pier bears people and bicycles only, until it has been strengthened.</p>
<h2>Related stories</h2>
<ul><li><a href="/1">The last crossing of the ferry</a></li><li><a href="/2">Who will build the new pier\
</a></li></ul>
<p>Follow Mara Ilves on Twitter @maraislands</p>
</div>
</article>
<aside><p>Most read today on this site and on others.</p></aside>
<footer><p>© 2025 Island Press. All rights reserved.</p></footer>
</body></html>
"""
