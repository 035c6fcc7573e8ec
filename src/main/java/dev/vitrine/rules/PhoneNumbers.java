package dev.vitrine.rules;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonemetadata.PhoneMetadata;
import com.google.i18n.phonenumbers.metadata.DefaultMetadataDependenciesProvider;
import com.google.i18n.phonenumbers.metadata.source.MetadataSource;
import dev.vitrine.rules.PhonePlan.Dialled;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Whether digits are a telephone number that can exist: libphonenumber's data and decisions, in
 * time that does not depend on what the digits are. Plans are read when they are first needed. Safe
 * for use by several threads.
 */
final class PhoneNumbers {
  private static final PhoneNumberUtil UTIL = PhoneNumberUtil.getInstance();
  private static final MetadataSource SOURCE =
      DefaultMetadataDependenciesProvider.getInstance().getPhoneNumberMetadataSource();
  private static final boolean[] CODES = codes();
  private static final int LONGEST = 17;
  private static final AtomicReferenceArray<PhonePlan[]> BY_CODE =
      new AtomicReferenceArray<>(CODES.length);
  private static final Map<String, PhonePlan> BY_REGION = new ConcurrentHashMap<>();

  private PhoneNumbers() {}

  private static boolean[] codes() {
    boolean[] codes = new boolean[1000];
    UTIL.getSupportedCallingCodes().forEach(code -> codes[code] = true);
    return codes;
  }

  /** The plan of a country by its ISO 3166 code. */
  static PhonePlan plan(String region) {
    return BY_REGION.computeIfAbsent(region, key -> new PhonePlan(data(0, key)));
  }

  private static PhoneMetadata data(int code, String region) {
    PhoneMetadata data =
        region.equals("001")
            ? SOURCE.getMetadataForNonGeographicalRegion(code)
            : SOURCE.getMetadataForRegion(region);
    if (data == null) {
      throw new IllegalArgumentException("no telephone numbers are known for " + region);
    }
    return data;
  }

  /** The calling code of a country. */
  static int code(String region) {
    return UTIL.getCountryCodeForRegion(region);
  }

  /** All plans with that code, the main one first. */
  private static PhonePlan[] plans(int code) {
    PhonePlan[] plans = BY_CODE.get(code);
    if (plans == null) {
      plans =
          UTIL.getRegionCodesForCountryCode(code).stream()
              .map(
                  region -> region.equals("001") ? new PhonePlan(data(code, region)) : plan(region))
              .toArray(PhonePlan[]::new);
      BY_CODE.set(code, plans);
    }
    return plans;
  }

  /** Whether the digits are a number with its country code. */
  static boolean international(char[] digits, int from, int to) {
    return from < to && international(new Dialled(digits, from, to));
  }

  private static boolean international(Dialled number) {
    int code = 0;
    for (int i = 0; i < 3 && i < number.length(); i++) {
      code = code * 10 + number.digits[number.from + i] - '0';
      if (code == 0) {
        return false;
      }
      if (CODES[code]) {
        number.from += i + 1;
        PhonePlan[] plans = plans(code);
        return number.length() >= 2 && rest(number, plans[0], plans);
      }
    }
    return false;
  }

  /** Whether the digits are a number as it is dialled inside the plan's country. */
  static boolean national(PhonePlan plan, char[] digits, int from, int to) {
    Dialled number = new Dialled(digits, from, to);
    if (plan.dropAbroad(number)) {
      return number.length() > 2 && international(number);
    }
    PhonePlan[] plans = plans(plan.code);
    return rest(number, plan.dropCode(number) ? plans[0] : plan, plans);
  }

  /** The same, of a mobile telephone. */
  static boolean mobile(PhonePlan plan, char[] digits, int from, int to) {
    Dialled number = new Dialled(digits, from, to);
    plan.dropPrefix(number);
    return plan.has(number) && plan.mobile(number);
  }

  private static boolean rest(Dialled number, PhonePlan first, PhonePlan[] plans) {
    first.dropPrefix(number);
    if (number.length() < 2 || number.length() > LONGEST) {
      return false;
    }
    for (PhonePlan plan : plans) {
      if (plans.length == 1 || plan.owns(number)) {
        return plan.has(number);
      }
    }
    return false;
  }
}
