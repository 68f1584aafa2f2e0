package org.pith.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.pith.studio.Markup.el;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MarkupTest {

  private static String html(Markup markup) {
    StringBuilder html = new StringBuilder();
    markup.appendTo(html);
    return html.toString();
  }

  @Test
  void escapesTextAndAttributes() {
    assertThat(html(el("p", "a < b & \"c\" 'd' >").with("title", "\"><x y='")))
        .isEqualTo(
            "<p title=\"&quot;&gt;&lt;x y=&#39;\">a &lt; b &amp; &quot;c&quot; &#39;d&#39;"
                + " &gt;</p>");
  }

  @Test
  void replacesCharactersThatHtmlForbids() {
    assertThat(html(el("p", "a\0b\u0085c\uD800d\n\te")))
        .isEqualTo("<p>a\uFFFDb\uFFFDc\uFFFDd\n\te</p>");
  }

  @Property(tries = 300)
  void noTextMakesMarkup(@ForAll String text) {
    String html = html(el("p", text).with("title", text));
    assertThat(html.chars().filter(c -> c == '<').count()).isEqualTo(2);
    assertThat(html.chars().filter(c -> c == '"').count()).isEqualTo(2);
  }

  @Test
  void takesChildrenOneByOneOrTogether() {
    assertThat(html(el("ul", List.of(el("li"), "x"), Optional.of(el("br")), Optional.empty())))
        .isEqualTo("<ul><li></li>x<br></ul>");
    assertThatIllegalArgumentException().isThrownBy(() -> el("p", 1));
  }
}
