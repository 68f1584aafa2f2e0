package org.pith.studio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/**
 * The page as people see it: in a browser, at phone and desktop width, light and dark, and on
 * paper.
 */
class ReportInBrowserTest {

  private static final Map<String, String> PAGES =
      Map.of(
          "digits", ReportPage.html(SampleReports.digits()),
          "housing", ReportPage.html(SampleReports.housing()),
          "hostile", ReportPage.html(SampleReports.hostile()),
          "bare", ReportPage.html(SampleReports.bare()),
          "audit", ReportPage.html(SampleAudits.adult()),
          "audit-hostile", ReportPage.html(SampleAudits.hostile()),
          "audit-bare", ReportPage.html(SampleAudits.bare()));

  @TempDir static Path folder;
  private static Browser browser;

  @BeforeAll
  static void start() throws IOException {
    browser = Browser.start();
    for (Map.Entry<String, String> each : PAGES.entrySet()) {
      Files.writeString(page(each.getKey()), each.getValue());
    }
  }

  @AfterAll
  static void stop() throws IOException {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void forget() {
    browser.console();
    browser.requests();
  }

  private static Path page(String name) {
    return folder.resolve(name + ".html");
  }

  @ParameterizedTest
  @CsvSource({
    "digits, 390, false",
    "digits, 390, true",
    "digits, 820, false",
    "digits, 1280, false",
    "digits, 1280, true",
    "housing, 390, false",
    "housing, 1280, true",
    "hostile, 390, false",
    "hostile, 1280, false",
    "bare, 390, false",
    "bare, 1280, false",
    "audit, 390, false",
    "audit, 390, true",
    "audit, 1280, false",
    "audit, 1280, true",
    "audit-hostile, 390, false",
    "audit-bare, 390, false"
  })
  void fitsTheWidthSilentlyAndAlone(String name, int width, boolean dark) throws IOException {
    browser.open(page(name), width, dark);
    browser.shoot(name + "-" + width + (dark ? "-dark" : "-light"));
    assertThat(outside(width)).isEmpty();
    assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo((long) width);
    assertThat(unreadable()).isEmpty();
    assertThat(browser.console()).isEmpty();
    assertThat(browser.requests()).hasSize(1).first().asString().contains(name + ".html");
    assertThat(browser.run("return window.pwned")).isNull();
  }

  /** What the layers know stands in the last column: it must not have to be scrolled to. */
  @ParameterizedTest
  @CsvSource({"digits", "housing"})
  void theTableOfLayersFitsAPhone(String name) throws IOException {
    browser.open(page(name), 390, false);
    assertThat(
            browser.run(
                """
                const wide = document.querySelector('#network .wide');
                return wide.scrollWidth - wide.clientWidth;\
                """))
        .isEqualTo(0L);
  }

  /** What leaves the page on either side, except inside what scrolls by itself. */
  private static List<?> outside(int width) {
    return (List<?>)
        browser.run(
            """
            const width = arguments[0];
            return [...document.querySelectorAll('body *')].filter(e => {
              const b = e.getBoundingClientRect();
              return b.width && !e.closest('.wide, .skip, .unseen') && (b.left < 0 || b.right > width);
            }).map(e => e.tagName + ' ' + e.getAttribute('class') + ' ' + e.textContent)\
            """,
            width);
  }

  /** Text whose contrast with what is behind it is under 4.5 to 1 (WCAG 2.2, AA). */
  private static List<?> unreadable() {
    return (List<?>)
        browser.run(
            """
            const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
            const known = new Map();
            const over = (colour, behind) => {
              const key = colour + behind;
              if (!known.has(key)) known.set(key, painted(colour, behind));
              return known.get(key);
            };
            const painted = (colour, behind) => {
              canvas.fillStyle = behind; canvas.fillRect(0, 0, 1, 1);
              canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
              return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
            };
            const rgb = c => `rgb(${c.join(',')})`;
            const light = c => {
              const [r, g, b] = c.map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
              return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const behind = e => {
              const chain = []; for (; e; e = e.parentElement) chain.unshift(e);
              return chain.reduce((c, e) => rgb(over(getComputedStyle(e).backgroundColor, c)), 'rgb(255,255,255)');
            };
            const bad = [];
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
              const e = walker.currentNode.parentElement;
              if (!walker.currentNode.data.trim() || !e.getClientRects().length || e.closest('script, style, .none')) continue;
              const style = getComputedStyle(e);
              const back = behind(e);
              const a = light(over(e.closest('svg') ? style.fill : style.color, back)), b = light(over(back, back));
              const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
              if (contrast < 4.5) bad.push(contrast.toFixed(2) + ' ' + walker.currentNode.data);
            }
            return bad\
            """);
  }

  @Test
  void aPointTellsAboutItselfUnderThePointer() {
    browser.open(page("digits"), 1280, false);
    WebElement point = browser.reach(".front .logarithmic .point.best");
    browser.actions().moveToElement(point).perform();
    WebElement tooltip = browser.find(".tooltip");
    assertThat(tooltip.isDisplayed()).isTrue();
    assertThat(tooltip.getDomProperty("textContent"))
        .isEqualTo(point.getDomAttribute("aria-label"))
        .contains("parameters", "bits", "accuracy");
    browser.actions().moveToElement(browser.find(".front figcaption")).perform();
    assertThat(tooltip.isDisplayed()).isFalse();
  }

  @Test
  void theOrderTellsWhatEachColumnAdds() {
    browser.open(page("audit"), 1280, false);
    WebElement point = browser.reach("#order .point");
    browser.actions().moveToElement(point).perform();
    assertThat(browser.find(".tooltip").getText()).contains("relationship", "bits");
    assertThat(browser.all("#order tbody tr")).hasSize(10);
  }

  @Test
  void theMapPutsAlikeColumnsSideBySide() {
    browser.open(page("audit"), 1280, false);
    List<String> names = browser.all(".map tbody th").stream().map(WebElement::getText).toList();
    assertThat(names).hasSize(10);
    assertThat(Math.abs(names.indexOf("education") - names.indexOf("education_num"))).isEqualTo(1);
    assertThat(Math.abs(names.indexOf("relationship") - names.indexOf("marital_status")))
        .isEqualTo(1);
  }

  @Test
  void arrowKeysGoFromPointToPoint() {
    browser.open(page("digits"), 1280, false);
    WebElement point = browser.find(".front .logarithmic .point[tabindex='0']");
    browser.run("arguments[0].focus()", point);
    String first = browser.find(".tooltip").getText();
    browser.actions().sendKeys(Keys.ARROW_RIGHT).perform();
    String second = browser.find(".tooltip").getText();
    assertThat(second).isNotEmpty().isNotEqualTo(first);
    browser.actions().sendKeys(Keys.ARROW_LEFT).perform();
    assertThat(browser.find(".tooltip").getText()).isEqualTo(first);
    browser.actions().sendKeys(Keys.ESCAPE).perform();
    assertThat(browser.find(".tooltip").isDisplayed()).isFalse();
    assertThat(browser.all(".front .point[tabindex='0']")).hasSize(1);
  }

  @Test
  void theAxisChangesItsScaleByMouseOrKeyboard() {
    browser.open(page("digits"), 1280, false);
    WebElement logarithmic = browser.find(".front .logarithmic .point");
    WebElement linear = browser.find(".front .linear .point");
    assertThat(logarithmic.isDisplayed()).isTrue();
    assertThat(linear.isDisplayed()).isFalse();
    browser.reach("label[for=scale-linear]").click();
    assertThat(logarithmic.isDisplayed()).isFalse();
    assertThat(linear.isDisplayed()).isTrue();
    browser.actions().sendKeys(Keys.ARROW_LEFT).perform();
    assertThat(logarithmic.isDisplayed()).isTrue();
  }

  @Test
  void paperHasEverythingAndNoControls() throws IOException {
    browser.open(page("digits"), 1280, true);
    browser.run("dispatchEvent(new Event('beforeprint'))");
    browser.emulatePrint(720);
    browser.shoot("digits-print");
    assertThat(browser.run("return getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(255, 255, 255)");
    assertThat(browser.find("nav").isDisplayed()).isFalse();
    assertThat(browser.find(".scale").isDisplayed()).isFalse();
    assertThat(browser.all("details table")).isNotEmpty().allMatch(WebElement::isDisplayed);
    assertThat(outside(720)).isEmpty();
    byte[] pdf = browser.pdf();
    assertThat(new String(pdf, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("%PDF");
    Files.write(Path.of("target", "shots", "digits.pdf"), pdf);
  }

  @Test
  void landmarksAndHeadingsAreInOrder() {
    browser.open(page("digits"), 1280, false);
    assertThat(browser.all("h1")).hasSize(1);
    assertThat(browser.all("main, header, nav, footer")).hasSize(4);
    assertThat(browser.all("main > section > h2")).hasSameSizeAs(browser.all("main > section"));
    assertThat(
            (List<?>)
                browser.run(
                    """
                    return [...document.querySelectorAll('nav a')]
                      .filter(a => !document.querySelector(a.getAttribute('href')))\
                    """))
        .isEmpty();
    assertThat(
            (List<?>)
                browser.run(
                    """
                    const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
                    return ids.filter((id, i) => ids.indexOf(id) !== i)\
                    """))
        .isEmpty();
  }
}
