package dev.vitrine.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.control.AgentControl.DeletionRequest;
import dev.vitrine.control.AgentControl.Notice;
import dev.vitrine.control.AgentStatus;
import dev.vitrine.policy.AppRule;
import dev.vitrine.policy.LocalSettings;
import dev.vitrine.policy.PolicyDiff;
import dev.vitrine.store.LedgerEntry;
import dev.vitrine.store.LedgerEntry.Kind;
import dev.vitrine.store.RecordState;
import dev.vitrine.testing.FakeAgentControl;
import dev.vitrine.testing.FakeCaptureLog;
import dev.vitrine.testing.MutableClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page in a real browser. */
class ViewerPageTest {
  private static Browser browser;

  private final MutableClock clock = new MutableClock(SampleDay.NOW, SampleDay.ZONE);
  private final FakeCaptureLog log = new FakeCaptureLog();
  private final FakeAgentControl control = new FakeAgentControl(log, clock);
  private ViewerServer server;

  @BeforeAll
  static void startBrowser() {
    browser = Browser.startOrSkip();
  }

  @AfterAll
  static void stopBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void open() throws IOException {
    server =
        ViewerServer.start(
            new ViewerOptions(0, SampleDay::policy),
            log,
            control,
            new SecureRandom(),
            clock,
            SampleDay.ZONE);
    browser.look(1280, 900, false, 1);
  }

  @AfterEach
  void close() {
    browser.driver().get("about:blank");
    server.close();
  }

  @Test
  void recordsAreCoveredUntilAsked() {
    SampleDay.fill(log);
    visit();
    go("records");
    assertThat(browser.text("#state-words")).isEqualTo("Capturing");
    assertThat(browser.all("#list > .row")).isEmpty();
    assertThat(body()).doesNotContain("delivery").doesNotContain("Save");
    browser.click("#show");
    browser.until(() -> !browser.all("#list > .row").isEmpty());
    browser.click("#hide");
    assertThat(browser.all("#list > .row")).isEmpty();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void recordsAreReadAsSentences() {
    SampleDay.fill(log);
    show();
    assertThat(rows())
        .containsExactly(
            "14:18 clicked Save (button)",
            "14:18 moved the pointer",
            "14:17 pressed Control+S",
            "14:16 typed “pay with card number removed today, copy to" + " e-mail address removed”",
            "14:15 pressed Enter 2 times",
            "14:15 typed “Thank you for the quick delivery.” in 11 s",
            "14:00 Nothing captured: paused",
            "13:58 scrolled down 6 lines",
            "13:57 dragged from 100, 100 to 300, 120",
            "11:45 Nothing captured: protected field",
            "11:44 typed some text: more than 100 characters, content not captured",
            "11:44 double-clicked a menu item with Control held",
            "11:43 went to a drop-down",
            "09:12 typed “agenda for the weekly meeting” in 9 s",
            "09:12 pressed Arrow down 7 times",
            "09:11 pressed Control+Shift+P");
    assertThat(texts("#list .badge"))
        .startsWith("held until tomorrow, 14:18")
        .contains("ready to send", "sent 13:30")
        .endsWith("refused, kept here");
    assertThat(browser.text("#summary"))
        .isEqualTo(
            "Friday 20 November: 14 records, 8 waiting for review, 3 about to be sent, 2 sent,"
                + " 1 refused.");
    assertThat(texts("#list .group"))
        .containsExactly(
            "Text editor, 13:57–14:18", "Internal sites, 11:43–11:44", "Text editor, 09:11–09:12");
    go("today");
    assertThat(browser.text("#drops"))
        .contains("a password or other protected field")
        .contains("6 times");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void whatWasRemovedIsAChipWithItsKindAndRule() {
    SampleDay.fill(log);
    show();
    WebElement chip = browser.all("#list .chip").get(0);
    assertThat(chip.getText()).isEqualTo("card number removed");
    assertThat(chip.getDomAttribute("title"))
        .isEqualTo("card number: removed before it was stored (rule credit-card)");
    assertThat(browser.text("li[data-id=r11] .where")).contains("protected word removed");
  }

  @Test
  void markersThatAPersonTypedAreNotChips() {
    SampleDay.add(
        log,
        "x",
        "Text editor",
        "14:00:00",
        "text",
        "\"text\":\"see ⟦CREDIT_CARD⟧\"",
        RecordState.HELD);
    show();
    assertThat(rows()).containsExactly("14:00 typed “see ⟦CREDIT_CARD⟧”");
    assertThat(browser.all(".chip")).isEmpty();
  }

  @Test
  void detailsSayWhyAndShowTheExactBytes() {
    SampleDay.fill(log);
    show();
    browser.click("li[data-id=r3] button");
    browser.until(() -> browser.text("li[data-id=r3] .exact").startsWith("{"));
    String line = log.lineOf("r3");
    assertThat(browser.find("li[data-id=r3] .exact").getDomProperty("textContent")).isEqualTo(line);
    assertThat(browser.text("li[data-id=r3] .details"))
        .contains("The rule “Text editor” of policy 2026-11-20.1 admits it.")
        .contains("typed text, after personal data and secrets were removed")
        .contains("card number (rule credit-card)")
        .contains("It stays here until tomorrow, 14:16")
        .contains(line.getBytes(StandardCharsets.UTF_8).length + " bytes");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void scriptInCapturedContentStaysText() {
    String evil = "<img src=x onerror=document.title='owned'><script>window.owned=1</script>";
    String json = evil.replace("\"", "\\\"");
    SampleDay.add(
        log,
        "e1",
        "Text editor",
        "14:01:00",
        "text",
        "\"title\":\""
            + json
            + "\",\"site\":\""
            + json
            + "\",\"text\":\""
            + json
            + "\",\"remarks\":[{\"entity\":\""
            + json
            + "\",\"recognizer\":\""
            + json
            + "\",\"start\":0,\"end\":3}]",
        RecordState.HELD);
    SampleDay.add(
        log,
        "e2",
        evil,
        "14:00:00",
        "click",
        "\"button\":1,\"count\":1,\"x\":1,\"y\":1,"
            + "\"mods\":[\""
            + json
            + "\"],\"element\":{\"role\":\""
            + json
            + "\",\"name\":\""
            + json
            + "\"}",
        RecordState.HELD);
    SampleDay.add(log, "e3", "Text editor", "13:59:00", json, "\"x\":1", RecordState.HELD);
    SampleDay.add(
        log,
        "e4",
        "Text editor",
        "13:58:00",
        "pointer",
        "\"path\":[[0,\"" + json + "\",1],[1,2,3]]",
        RecordState.HELD);
    control.tell(new Notice(evil, FakeAgentControl.REVISION, evil, evil, evil, true, true));
    control.be(AgentStatus.State.FAILED, evil);
    show();
    for (WebElement button : browser.all("#list .row > button")) {
      button.click();
    }
    openNotice();
    browser.until(() -> browser.text("#notice-text").contains("onerror"));
    browser.click("#notice-close");
    browser.click("#delete");
    assertThat(rows()).contains("14:01 typed “" + evil + "”");
    assertThat(browser.script("return window.owned === undefined")).isEqualTo(true);
    assertThat(browser.driver().getTitle()).doesNotContain("owned");
    assertThat(
            browser.script(
                "return document.querySelectorAll('main script, main img, dialog img').length"))
        .isEqualTo(0L);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aRecordThatIsNotUnderstoodIsShownAllTheSame() {
    SampleDay.add(log, "u1", "Text editor", "14:01:00", "gesture", "\"x\":1", RecordState.HELD);
    SampleDay.add(log, "u2", "Text editor", "14:00:00", "shortcut", "\"x\":1", RecordState.HELD);
    show();
    assertThat(rows()).hasSize(2).allMatch(row -> row.contains("cannot put into words"));
    browser.click("li[data-id=u2] button");
    browser.until(() -> browser.text("li[data-id=u2] .exact").contains("\"x\":1"));
  }

  @Test
  void captureIsPausedAndResumed() {
    visit();
    browser.click("[data-minutes='15']");
    browser.until(() -> browser.text("#state-words").equals("Paused until 14:35"));
    assertThat(control.status().state()).isEqualTo(AgentStatus.State.PAUSED);
    assertThat(browser.find("#pause-actions").isDisplayed()).isFalse();
    browser.click("#resume");
    browser.until(() -> browser.text("#state-words").equals("Capturing"));
    browser.click("[data-minutes='']");
    browser.until(() -> browser.text("#state-words").equals("Paused until you resume"));
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void whatTheTrayDoesIsSeenWithoutAReload() {
    visit();
    control.pause(Duration.ofHours(1));
    browser.until(() -> browser.text("#state-words").equals("Paused until 15:20"));
    control.be(AgentStatus.State.NO_POLICY, "policy.json:3:7: unknown key");
    browser.until(() -> browser.text("#state-note").contains("policy.json:3:7"));
  }

  @Test
  void withoutAPolicyNothingIsOfferedThatOnlyAPolicyHas() {
    control.tell(null);
    visit();
    go("policy");
    assertThat(browser.find("#told-explained").isDisplayed()).isFalse();
    assertThat(browser.find("#own-what").isDisplayed()).isFalse();
  }

  @Test
  void captureStartsOnlyAfterTheNoticeWasShown() {
    control.tell(
        new Notice(
            "Example Corp",
            FakeAgentControl.REVISION,
            "We collect.",
            "p@x",
            "Editor",
            false,
            true));
    control.be(
        AgentStatus.State.WAITING_FOR_ACKNOWLEDGEMENT,
        "the notice was not acknowledged yet; run: vitrine acknowledge");
    visit();
    assertThat(browser.text("#state-note")).endsWith("confirmed it.");
    assertThat(browser.find("#notice-accept").isDisplayed()).isFalse();
    openNotice();
    assertThat(browser.text("#notice-text")).isEqualTo("We collect.");
    assertThat(control.status().state()).isEqualTo(AgentStatus.State.WAITING_FOR_ACKNOWLEDGEMENT);
    browser.click("#notice-accept");
    browser.until(() -> browser.text("#state-words").equals("Capturing"));
  }

  @Test
  void oneRecordIsDeletedOnlyAfterAYes() {
    SampleDay.fill(log);
    show();
    browser.click("li[data-id=r0] button");
    browser.click("li[data-id=r0] .danger");
    assertThat(browser.text("#delete-dialog"))
        .contains("Deletes this one record: clicked Save (button).")
        .contains("You can undo it for 10 seconds");
    browser.driver().switchTo().activeElement().sendKeys(Keys.ESCAPE);
    browser.until(() -> !browser.find("#delete-dialog").isDisplayed());
    assertThat(control.deleted()).isEmpty();
    browser.click("li[data-id=r0] .danger");
    browser.click("#delete-confirm");
    browser.until(() -> browser.all("li[data-id=r0]").isEmpty());
    assertThat(control.deleted()).containsExactly(new DeletionRequest.Ids(Set.of("r0")));
    assertThat(browser.text("#message")).isEqualTo("1 record deleted.");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aStretchAnApplicationOrEverythingIsDeletedAndErasureIsAskedFor() {
    SampleDay.fill(log);
    show();
    browser.click("#delete");
    assertThat(browser.text("#delete-what")).contains("last 30 minutes");
    browser.click("#delete-confirm");
    browser.until(() -> browser.text("#message").equals("8 records deleted."));
    browser.click("#delete");
    browser.click("input[name=what][value=app]");
    assertThat(browser.text("#delete-confirm")).isEqualTo("Delete “Internal sites”");
    browser.click("#delete-confirm");
    browser.until(() -> browser.text("#message").equals("3 records deleted."));
    browser.click("#delete");
    browser.click("input[name=what][value=all]");
    assertThat(browser.text("#delete-dialog")).contains("the receiver is asked to erase it");
    browser.click("#delete-confirm");
    browser.until(() -> browser.text("#message").contains("2 had been sent"));
    go("history");
    browser.until(() -> browser.text("#erasures").contains("erasure-2"));
    assertThat(browser.text("#erasures")).contains("Waiting for the receiver’s answer.");
    assertThat(control.deleted())
        .containsExactly(
            new DeletionRequest.Last(Duration.ofMinutes(30)),
            new DeletionRequest.App("Internal sites"),
            new DeletionRequest.All());
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void otherDaysAndOlderPagesAreReached() {
    for (int i = 0; i < 130; i++) {
      SampleDay.add(
          log,
          "n" + i,
          "Text editor",
          "10:%02d:%02d".formatted(i / 60, i % 60),
          "nav",
          "\"key\":\"Tab\",\"count\":1",
          RecordState.HELD);
    }
    show();
    assertThat(browser.all("#list > .row")).hasSize(100);
    // Pressed by script: scrolling to it already brings the next page and may hide it.
    browser.script("document.querySelector('#older').click()");
    browser.until(() -> browser.all("#list > .row").size() == 130);
    assertThat(browser.find("#older").isDisplayed()).isFalse();
    browser.click("#day-before");
    browser.until(
        () ->
            browser
                .text("#none")
                .equals(
                    "Thursday 19 November: there are no records. Nothing was captured, or it was deleted."));
    assertThat(browser.find("#day").getDomProperty("value")).isEqualTo("2026-11-19");
    browser.click("#day-after");
    browser.until(() -> browser.all("#list > .row").size() == 100);
  }

  @Test
  void anAddressThatWasUsedShowsHowToOpenThePage() {
    String url = server.freshUrl().toString();
    browser.driver().get(url);
    browser.until(() -> browser.find("#open").isDisplayed());
    assertThat(browser.driver().getCurrentUrl()).doesNotContain("token");
    browser.driver().navigate().refresh();
    browser.until(() -> browser.find("#open").isDisplayed());
    browser.script("sessionStorage.clear()");
    browser.driver().get("about:blank");
    browser.driver().get(url);
    browser.until(() -> browser.find("#closed").isDisplayed());
    assertThat(browser.text("#closed")).contains("vitrine viewer").contains("used already");
    assertThat(browser.find("#open").isDisplayed()).isFalse();
  }

  @Test
  void anOpenPageClosesWhenItsSessionEnds() {
    SampleDay.fill(log);
    show();
    clock.advance(Duration.ofMinutes(31));
    browser.until(() -> browser.find("#closed").isDisplayed());
    assertThat(browser.all("#list > .row")).isEmpty();
  }

  @Test
  void thePageIsUsedWithTheKeyboardAlone() {
    SampleDay.fill(log);
    visit();
    tabTo("view:records").sendKeys(Keys.ENTER);
    tabTo("show").sendKeys(Keys.ENTER);
    browser.until(() -> !browser.all("#list > .row").isEmpty());
    browser.driver().switchTo().activeElement();
    tabTo(null).sendKeys(Keys.SPACE);
    browser.until(() -> !browser.all("#list .details").isEmpty());
    assertThat(browser.find("#list .row > button").getDomAttribute("aria-expanded"))
        .isEqualTo("true");
    assertThat(browser.script("return getComputedStyle(document.activeElement).outlineStyle"))
        .isEqualTo("solid");
  }

  @Test
  void nothingIsWiderThanASmallScreen() {
    SampleDay.fill(log);
    for (int width : List.of(320, 400, 1280)) {
      browser.look(width, 900, false, 1);
      show();
      browser.click("li[data-id=r3] button");
      for (String view : List.of("records", "today", "policy", "history")) {
        go(view);
        assertThat(browser.script("return document.documentElement.scrollWidth <= innerWidth"))
            .as("%s at %s", view, width)
            .isEqualTo(true);
      }
    }
  }

  @Test
  void everyControlHasAName() {
    SampleDay.fill(log);
    show();
    for (WebElement control : browser.all("button, input, select")) {
      if (control.isDisplayed()) {
        assertThat(control.getAccessibleName()).isNotBlank();
      }
    }
  }

  @Test
  void noPageHasABarrierInLightOrDarkWideOrNarrow() {
    SampleDay.fill(log);
    for (boolean dark : new boolean[] {false, true}) {
      for (int width : new int[] {1280, 400}) {
        browser.look(width, 900, dark, 1);
        show();
        browser.click("li[data-id=r3] button");
        browser.script("document.querySelectorAll('details').forEach((d) => (d.open = true))");
        assertThat(browser.barriers()).as("dark %s, width %s", dark, width).isEmpty();
        browser.click("#delete");
        assertThat(browser.barriers()).as("the deletion's dialog").isEmpty();
        browser.click("#delete-cancel");
        openNotice();
        assertThat(browser.barriers()).as("the notice").isEmpty();
        browser.click("#notice-close");
        browser.click("#stop");
        assertThat(browser.barriers()).as("the end").isEmpty();
        browser.click("#stop-cancel");
        for (String view : List.of("today", "policy", "history")) {
          go(view);
          browser.script("document.querySelectorAll('details').forEach((d) => (d.open = true))");
          assertThat(browser.barriers()).as("%s, dark %s, width %s", view, dark, width).isEmpty();
        }
        go("records");
      }
    }
    // The check can fail.
    browser.script("document.querySelector('#day').labels[0].remove()");
    assertThat(browser.barriers()).isNotEmpty();
  }

  @Test
  void theDayIsToldAtAGlance() {
    SampleDay.fill(log);
    visit();
    browser.until(() -> browser.text("#today-says").contains("14 records captured"));
    assertThat(browser.text("#today-says")).contains("3 pieces of private data removed");
    // The numbers of both panels add up: the status says how many are held in tens only.
    assertThat(browser.text("#today-where"))
        .isEqualTo("12 of them are only on this computer; 2 went to the training team.");
    assertThat(browser.text("#figures .held dd")).isEqualTo("8");
    assertThat(browser.text("#figures .ready dd")).isEqualTo("3");
    assertThat(browser.text("#figures .quarantined dd")).isEqualTo("1");
    assertThat(browser.text("#figures .sent dd")).isEqualTo("2");
    assertThat(browser.text("#removed-list")).contains("card number: 1", "protected word: 1");
    assertThat(browser.text("#review"))
        .isEqualTo(
            "The next ones can be sent from 17:20 on. Until then"
                + " you can look at them and delete them.");
    assertThat(browser.find("#timeline svg").getDomAttribute("aria-label"))
        .contains("Text editor, 11 records");
    assertThat(browser.all("#timeline .bar")).hasSize(4);
    assertThat(browser.all("#timeline .missing")).hasSize(2);
    browser.click("#timeline-table summary");
    assertThat(browser.text("#timeline-rows")).contains("14:00");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void recordsAreFilteredAndSearched() {
    SampleDay.fill(log);
    show();
    browser.click("#filter-kind option[value=text]");
    browser.until(() -> browser.all("#list > .row").size() == 3);
    browser.click("#filter-state option[value=sent]");
    browser.until(() -> browser.all("#list > .row").size() == 1);
    browser.click("#filter-app option[value='Internal sites']");
    browser.until(() -> browser.text("#none").equals("No record fits."));
    for (String id : List.of("app", "kind", "state")) {
      browser.click("#filter-" + id + " option[value='']");
    }
    browser.find("#words-sought").sendKeys("DELIVERY", Keys.ENTER);
    browser.until(() -> browser.all("#list > .row").size() == 1);
    assertThat(rows()).containsExactly("14:15 typed “Thank you for the quick delivery.” in 11 s");
    assertThat(browser.text("#summary")).isEqualTo("“DELIVERY”: 1 record found.");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aDeletionIsUndone() throws Exception {
    SampleDay.fill(log);
    control.holdDeletions();
    show();
    browser.all("#list .chooser").get(0).click();
    browser.all("#list .chooser").get(1).click();
    assertThat(browser.text("#selected-count")).isEqualTo("2 records selected");
    browser.click("#delete-selected");
    browser.click("#delete-confirm");
    browser.until(() -> browser.all("li[data-id=r0], li[data-id=r1]").isEmpty());
    assertThat(browser.text("#undo-says")).contains("deleted for good in 10 s");
    browser.click("#undo");
    browser.until(() -> browser.all("li[data-id=r0], li[data-id=r1]").size() == 2);
    assertThat(browser.find("#undo-bar").isDisplayed()).isFalse();
    assertThat(control.deleted()).isEmpty();
    browser.all("#list .chooser").get(0).click();
    browser.click("#delete-selected");
    browser.click("#delete-confirm");
    browser.until(() -> browser.find("#undo-bar").isDisplayed());
    control.goOn();
    browser.until(() -> browser.text("#message").equals("1 record deleted."));
    assertThat(control.deleted()).containsExactly(new DeletionRequest.Ids(Set.of("r0")));
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void stoppingForGoodPausesAndErasesEverything() {
    SampleDay.fill(log);
    visit();
    browser.click("#stop");
    assertThat(browser.text("#stop-dialog")).contains("asked to erase everything that was sent");
    browser.click("#stop-cancel");
    assertThat(control.deleted()).isEmpty();
    browser.click("#stop");
    browser.click("#stop-confirm");
    browser.until(() -> browser.text("#state-words").equals("Paused until you resume"));
    browser.until(() -> control.deleted().equals(List.of(new DeletionRequest.All())));
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void whatHappenedAndWhatPoliciesChangedIsTold() {
    log.happened(new LedgerEntry(SampleDay.at("09:00:00"), Kind.POLICY, "2026-11-20.1", 0, 0));
    log.happened(new LedgerEntry(SampleDay.at("13:30:00"), Kind.UPLOADED, "2026-11-20", 2, 4200));
    log.happened(new LedgerEntry(SampleDay.at("14:01:00"), Kind.RESUMED, null, 0, 0));
    control.changed(
        new PolicyDiff(
            "2026-10-01.1",
            FakeAgentControl.REVISION,
            List.of(
                new PolicyDiff.Part(
                    "Mail",
                    PolicyDiff.Kind.REMOVED,
                    List.of("Typed text is captured."),
                    List.of())),
            List.of("The notice has a new text.")));
    visit();
    assertThat(browser.text("#state-policy")).startsWith("since 14:01 · Example Corp");
    go("history");
    browser.until(() -> browser.all("#ledger li").size() == 3);
    assertThat(browser.text("#ledger"))
        .contains("IT’s policy 2026-11-20.1 came into force.")
        .contains("Vitrine sent 2 records (5 kB)");
    go("policy");
    browser.until(() -> browser.text("#changes").contains("Mail (gone)"));
    assertThat(browser.text("#changes")).contains("The notice has a new text.");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void nothingIsFetchedFromAnywhereElse() {
    SampleDay.fill(log);
    show();
    for (String view : List.of("today", "policy", "history")) {
      go(view);
    }
    assertThat(
            browser.script(
                "return performance.getEntriesByType('resource')"
                    + ".filter((entry) => !entry.name.startsWith(location.origin + '/')).length"))
        .isEqualTo(0L);
    assertThat(browser.script("return performance.getEntriesByType('resource').length > 10"))
        .isEqualTo(true);
  }

  @Test
  void scrollingGoesOnByItself() {
    for (int i = 0; i < 130; i++) {
      SampleDay.add(
          log,
          "n" + i,
          "Text editor",
          "10:%02d:%02d".formatted(i / 60, i % 60),
          "nav",
          "\"key\":\"Tab\",\"count\":1",
          RecordState.HELD);
    }
    show();
    browser.script("scrollTo(0, document.body.scrollHeight)");
    browser.until(() -> browser.all("#list > .row").size() == 130);
  }

  @Test
  void anApplicationIsExcludedAndTakenBack() {
    visit();
    go("policy");
    assertThat(browser.text("#may li")).contains("typed text, after");
    browser.click("#may li button");
    browser.until(() -> browser.text("#may li").contains("You excluded it"));
    assertThat(control.settings().app("Text editor").excluded()).isTrue();
    browser.click("#may li button");
    browser.until(() -> browser.text("#may li").contains("typed text, after"));
    assertThat(control.settings()).isEqualTo(LocalSettings.NONE);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aChoiceForAnApplicationThatThePolicyDoesNotNameIsSaidToDoNothing() throws Exception {
    visit();
    go("policy");
    assertThat(browser.all("#may .unnamed")).isEmpty();
    control.settings(control.settings().withExcluded("Gone", true));
    visit();
    go("policy");
    assertThat(browser.text("#may .unnamed")).contains("does nothing");
  }

  @Test
  void theListsOfWhatMayBeLessStayWithinTheirPlaces() {
    for (int width : new int[] {1280, 420}) {
      browser.look(width, 900, false, 1);
      visit();
      go("policy");
      browser.script("document.querySelectorAll('#may details').forEach((d) => (d.open = true))");
      String right = ".getBoundingClientRect().right";
      assertThat(
              browser.script(
                  "return [...document.querySelectorAll('#may select')].every((list) => list"
                      + right
                      + " <= list.closest('label')"
                      + right
                      + " + 1)"))
          .as("width %s", width)
          .isEqualTo(true);
    }
  }

  @Test
  void lessIsChosenFromWhatThePolicyAdmitsAndNoMore() {
    visit();
    go("policy");
    List<String> offered = new ArrayList<>();
    browser.script("document.querySelectorAll('#may details').forEach((d) => (d.open = true))");
    for (WebElement option : browser.all("#may li:nth-child(2) select[name=keystrokes] option")) {
      offered.add(option.getDomAttribute("value"));
    }
    assertThat(offered).containsExactly("shape", "shortcuts", "none");
    browser.click("#may li:nth-child(2) select[name=keystrokes] option[value=none]");
    browser.until(() -> browser.text("#may li:nth-child(2)").contains("less, by your choice"));
    assertThat(control.settings().app("Internal sites").keystrokes())
        .isEqualTo(AppRule.KeystrokeMode.NONE);
    assertThat(browser.text("#may li:nth-child(2)")).contains("no keys");
  }

  @Test
  void recordsMayBeKeptLongerAndWordsAdded() {
    visit();
    go("policy");
    browser.click("#hold option[value='4320']");
    browser.until(() -> control.settings().hold() != null);
    assertThat(control.settings().hold()).isEqualTo(Duration.ofDays(3));
    browser.find("#words").sendKeys("Nightingale\n  Ada \n");
    browser.click("#words-form button");
    browser.until(() -> control.settings().dictionary().size() == 2);
    assertThat(control.settings().dictionary()).containsExactly("Nightingale", "Ada");
    browser.until(() -> browser.text("#message").contains("These words are removed from now on."));
    browser.click("#hold option[value='']");
    browser.until(() -> control.settings().hold() == null);
  }

  @Test
  void theAddressThatTheTrayOpensShowsTheNotice() {
    browser.driver().get("about:blank");
    browser.driver().get(server.freshUrl() + "&notice");
    browser.until(() -> browser.find("#notice-dialog").isDisplayed());
    assertThat(browser.text("#notice-text")).startsWith("We collect examples");
  }

  /** Presses Tab until the element of that id, or the first Details button, has the focus. */
  private WebElement tabTo(@Nullable String id) {
    for (int i = 0; i < 40; i++) {
      WebElement active = browser.driver().switchTo().activeElement();
      boolean there =
          id == null
              ? "false".equals(active.getDomAttribute("aria-expanded"))
              : id.equals(active.getDomAttribute("id"))
                  || id.equals("view:" + active.getDomAttribute("data-view"));
      if (there) {
        return active;
      }
      active.sendKeys(Keys.TAB);
    }
    throw new AssertionError("not reached with Tab: " + id);
  }

  private void visit() {
    browser.complaints();
    browser.driver().get("about:blank");
    browser.driver().get(server.freshUrl().toString());
    browser.until(() -> browser.find("#open").isDisplayed());
    browser.until(() -> !browser.text("#state-words").isEmpty());
  }

  private void openNotice() {
    browser.click("#read-notice");
    browser.until(() -> browser.find("#notice-dialog").isDisplayed());
  }

  private void go(String view) {
    browser.click("[data-view=" + view + "]");
    browser.until(() -> browser.find("#view-" + view).isDisplayed());
  }

  private void show() {
    visit();
    go("records");
    browser.click("#show");
    browser.until(() -> !browser.all("#list > .row").isEmpty());
  }

  private String body() {
    return browser.find("body").getText();
  }

  private List<String> texts(String css) {
    return browser.all(css).stream().map(WebElement::getText).toList();
  }

  /** Time and sentence of each row. */
  private List<String> rows() {
    return browser.all("#list > .row").stream()
        .map(
            row ->
                row.findElement(By.tagName("time")).getText()
                    + " "
                    + row.findElement(By.className("says")).getText())
        .toList();
  }
}
