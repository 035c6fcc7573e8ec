package dev.vitrine.rules;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/** Checks of German numbers. */
final class GermanChecks {
  static final Map<String, Checksums.Check> ALL =
      Map.of(
          "de-tax-id", GermanChecks::taxId,
          "de-vat-id", GermanChecks::vatId,
          "de-pension", GermanChecks::pension,
          "de-health", GermanChecks::health,
          "de-document", GermanChecks::document,
          "de-driving-licence", GermanChecks::drivingLicence,
          "de-lanr", GermanChecks::lanr,
          "de-elster", GermanChecks::elster,
          "de-plate", GermanChecks::plate);

  /** Annex 1 to section 9 (2) of the Fahrzeug-Zulassungsverordnung, those in ASCII letters. */
  private static final Set<String> DISTRICTS =
      Set.of(
          ("A AA AB ABG ABI AC AE AH AIB AIC AK ALF ALZ AM AN ANA ANG ANK AP APD ARN ART AS ASL ASZ"
                  + " AT AU AUR AW AZ AZE B BA BAD BAR BB BBG BBL BC BCH BD BE BED BER BF BGD BGL"
                  + " BH BI BID BIN BIR BIT BIW BK BKS BL BLB BLK BM BN BNA BO BOG BOH BOR BOT BP"
                  + " BRA BRB BRG BRI BRK BRL BRV BS BSB BSK BT BTF BUL BW BWL BYL BZ BZA C CA CAS"
                  + " CB CE CHA CLP CLZ CO COC COE CR CUX CW D DA DAH DAN DAU DB DBR DD DE DEG DEL"
                  + " DGF DH DI DIL DIN DIZ DKB DL DLG DM DN DO DON DS DU DW DZ E EA EB EBE EBN EBS"
                  + " ECK ED EE EF EG EH EI EIC EIL EIN EIS EL EM EMD EMS EN ER ERB ERH ERK ERZ ES"
                  + " ESB ESW EU EW F FB FD FDB FDS FEU FF FFB FG FI FKB FL FLO FN FO FOR FR FRG FRI"
                  + " FRW FS FT FTL FW FZ G GA GAN GAP GC GD GDB GE GEL GEM GEO GER GF GG GHA GHC GI"
                  + " GK GL GLA GM GMN GN GNT GOA GOH GP GR GRA GRH GRI GRM GRS GRZ GS GT GTH GUB"
                  + " GUN GV GVM GW GZ H HA HAB HAL HAM HAS HB HBN HBS HC HCH HD HDH HDL HE HEB HEF"
                  + " HEI HEL HER HET HF HG HGN HGW HH HHM HI HIG HIP HK HL HM HMU HN HO HOG HOH HOL"
                  + " HOM HOR HOT HP HR HRO HS HSK HST HU HUS HV HVL HWI HX HY HZ IGB IK IL ILL IN"
                  + " IZ J JE JEV JL K KA KB KC KE KEH KEL KEM KF KG KH KI KIB KK KL KLE KLZ KM KN"
                  + " KO KOZ KR KRU KS KT KU KUS KW KY KYF L LA LAN LAU LB LBS LBZ LC LD LDK LDS LEO"
                  + " LER LEV LF LG LH LI LIB LIF LIN LIP LL LM LN LOS LP LR LRO LSA LSN LSZ LU LUN"
                  + " LUP LWL M MA MAB MAI MAK MAL MB MC MD ME MED MEG MEI MEK MEL MER MET MG MGH"
                  + " MGN MH MHL MI MIL MK ML MM MN MO MOD MOL MON MOS MQ MR MS MSE MSH MSP MST MTK"
                  + " MTL MVL MW MY MYK MZ MZG N NAB NAI NAU NB ND NDH NE NEA NEB NEC NEN NES NEW NF"
                  + " NH NI NK NL NM NMB NMS NOH NOL NOM NOR NP NR NRW NT NU NVP NW NWM NY NZ OA OAL"
                  + " OB OBB OBG OC OCH OD OE OF OG OH OHA OHV OHZ OK OL OP OPR OR OS OSL OVI OVL"
                  + " OVP OZ P PA PAF PAN PAR PB PCH PE PEG PF PI PIR PL PLM PM PN PR PRU PS PW PZ"
                  + " QFT QLB R RA RC RD RDG RE REG REH REI RG RH RI RID RIE RL RM RN RO ROD ROF ROH"
                  + " ROK ROL ROS ROT ROW RP RPL RS RSL RT RU RV RW RZ S SAB SAD SAL SAN SAW SB SBG"
                  + " SBK SC SCZ SDH SDL SDT SE SEB SEE SEF SEL SFB SFT SG SGH SH SHA SHG SHK SHL SI"
                  + " SIG SIM SK SL SLE SLF SLK SLN SLS SLZ SM SN SO SOB SOG SOK SON SP SPB SPN SR"
                  + " SRB SRO ST STA STB STD STE STH STL STO SU SUL SW SWA SY SZ SZB TBB TDO TE TET"
                  + " TF TG THL THW TIR TO TP TR TS TT TUT UE UEM UFF UH UL UM UN USI V VAI VB VEC"
                  + " VER VG VIB VIE VIT VK VOH VR VS W WA WAF WAK WAN WAR WAT WB WBS WDA WE WEB WEL"
                  + " WEN WER WES WF WG WHV WI WIL WIS WIT WIZ WK WL WLG WM WMS WN WND WO WOB WOH"
                  + " WOL WOR WOS WR WRN WS WSF WST WSW WT WTL WTM WUG WUN WUR WW WZ WZL X Y Z ZE"
                  + " ZEL ZI ZIG ZP ZR ZS ZW ZZ")
              .split(" "));

  private GermanChecks() {}

  /**
   * Federal Central Tax Office: modulus 11,10; among the first ten digits at most one occurs more
   * than once, and at most three times. Ten different digits are never issued, but serve as
   * specimens everywhere.
   */
  private static boolean taxId(char[] id, int length) {
    int[] counts = new int[10];
    int repeated = 0;
    for (int i = 0; i < 10; i++) {
      int count = ++counts[id[i] - '0'];
      if (count > 3 || (count == 2 && ++repeated > 1)) {
        return false;
      }
    }
    return Checksums.mod1110(id, 11);
  }

  /** Modulus 11,10 over the nine digits after DE. */
  private static boolean vatId(char[] id, int length) {
    char[] digits = Arrays.copyOfRange(id, 2, 11);
    return digits[0] != '0' && Checksums.mod1110(digits, 9);
  }

  /**
   * Section 2 VKVV: area, date of birth, letter of the name, serial, check; weights 2 1 2 5 7 1 2 1
   * 2 1 2 1 with the letter as two digits, cross sums, modulus 10.
   */
  private static boolean pension(char[] id, int length) {
    int[] weights = {2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1};
    int letter = id[8] - 'A' + 1;
    int sum = 0;
    for (int i = 0; i < 12; i++) {
      int digit =
          i < 8 ? id[i] - '0' : i == 8 ? letter / 10 : i == 9 ? letter % 10 : id[i - 1] - '0';
      int product = digit * weights[i];
      sum += product / 10 + product % 10;
    }
    int area = Checksums.number(id, 0, 2);
    return EuropeanChecks.date(Checksums.number(id, 2, 2), Checksums.number(id, 4, 2))
        && area >= 2
        && EuropeanChecks.is(id, 11, sum % 10);
  }

  /** Section 290 SGB V: the letter as two digits, weights 1 and 2, cross sums, modulus 10. */
  private static boolean health(char[] id, int length) {
    int letter = id[0] - 'A' + 1;
    int sum = letter / 10;
    for (int i = 0; i < 9; i++) {
      int digit = i == 0 ? letter % 10 : id[i] - '0';
      int product = i % 2 == 0 ? digit * 2 : digit;
      sum += product / 10 + product % 10;
    }
    return EuropeanChecks.is(id, 9, sum % 10);
  }

  /** ICAO Doc 9303-3, 4.9: weights 7 3 1, modulus 10; the last digit checks what is before it. */
  private static boolean document(char[] id, int length) {
    int sum = 0;
    for (int i = 0; i < length - 1; i++) {
      sum += EuropeanChecks.value(id[i]) * (i % 3 == 0 ? 7 : i % 3 == 1 ? 3 : 1);
    }
    return EuropeanChecks.is(id, length - 1, sum % 10);
  }

  /** Fahrerlaubnis-Verordnung, annex 8: weights 9 to 1, modulus 11, X for ten. */
  private static boolean drivingLicence(char[] id, int length) {
    int sum = 0;
    for (int i = 0; i < 9; i++) {
      sum += EuropeanChecks.value(id[i]) * (9 - i);
    }
    return id[9] == "0123456789X".charAt(sum % 11);
  }

  /** KBV, Arztnummern-Richtlinie: weights 4 and 9, the difference to the next ten. */
  private static boolean lanr(char[] id, int length) {
    int sum = Checksums.weighted(id, 0, 4, 9, 4, 9, 4, 9);
    return EuropeanChecks.is(id, 6, (10 - sum % 10) % 10) && !Checksums.same(id, 7);
  }

  /** A state's key, 01 to 16, or the office's prefix that ELSTER uses and the 0 in its middle. */
  private static boolean elster(char[] id, int length) {
    int state = Checksums.number(id, 0, 2);
    return (state >= 1 && state <= 16) || (state >= 21 && state <= 41 && id[4] == '0');
  }

  /** Whether the letters are a district's and one or two more. */
  private static boolean plate(char[] id, int length) {
    int letters = 0;
    while (letters < length && Fold.asciiLetter(id[letters])) {
      letters++;
    }
    return id[letters] != '0'
        && (DISTRICTS.contains(new String(id, 0, letters - 1))
            || (letters > 2 && DISTRICTS.contains(new String(id, 0, letters - 2))));
  }
}
