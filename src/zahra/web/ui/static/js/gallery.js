// The small pictures under a gallery follow the big ones, and lead to them.
const strip = document.querySelector(".gallery-strip");
const thumbs = document.querySelectorAll("[data-gallery-thumbs] a");

if (strip && thumbs.length) {
  const seen = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) if (entry.isIntersecting) point(entry.target.id);
    },
    { root: strip, threshold: 0.7 },
  );
  for (const item of strip.children) seen.observe(item);
  for (const thumb of thumbs) thumb.addEventListener("click", lead);
}

function point(id) {
  for (const thumb of thumbs) {
    if (thumb.hash === `#${id}`) thumb.setAttribute("aria-current", "true");
    else thumb.removeAttribute("aria-current");
  }
}

function lead(event) {
  event.preventDefault();
  const item = document.getElementById(event.currentTarget.hash.slice(1));
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  strip.scrollTo({ left: item.offsetLeft - strip.offsetLeft - 16, behavior: calm ? "auto" : "smooth" });
}
