package einv;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.*;
import com.helger.diver.api.coord.DVRCoordinate;
import com.helger.phive.api.execute.ValidationExecutionManager;
import com.helger.phive.api.executorset.*;
import com.helger.phive.api.result.*;
import com.helger.phive.api.validity.IValidityDeterminator;
import com.helger.phive.en16931.EN16931Validation;
import com.helger.phive.france.FranceCTCValidation;
import com.helger.phive.peppol.*;
import com.helger.phive.xml.source.*;
import com.helger.phive.xrechnung.XRechnungValidation;
import com.helger.phive.zugferd.ZugferdValidation;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.*;
import org.apache.pdfbox.pdmodel.*;
import org.apache.pdfbox.pdmodel.common.PDNameTreeNode;
import org.apache.pdfbox.pdmodel.common.filespecification.*;
import org.apache.pdfbox.text.PDFTextStripper;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.*;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.w3c.dom.*;

import javax.xml.parsers.DocumentBuilderFactory;
import java.io.*;
import java.math.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import java.util.stream.*;

/** Command-line acceptance checker: EN 16931 / Peppol / XRechnung / Factur-X / FR-CTC schematron, own arithmetic, PDF/A, PDF text. */
public final class Check {
  static final ObjectMapper OM = new ObjectMapper();
  static final ValidationExecutorSetRegistry<IValidationSourceXML> REG = new ValidationExecutorSetRegistry<>();
  static final Map<String,String> opt = new HashMap<>(Map.of("rules","auto","math","en","pdfa","3","text","on","expect","","json","","all","no"));

  public static void main(String[] a) throws Exception {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < a.length; i++) {
      if (a[i].startsWith("--")) { String k = a[i].substring(2); if (!opt.containsKey(k)) { usage(); } opt.put(k, a[++i]); }
      else { Path p = Path.of(a[i]);
        if (Files.isDirectory(p)) try (Stream<Path> s = Files.walk(p)) { s.filter(Files::isRegularFile).filter(f -> f.toString().toLowerCase().matches(".*\\.(xml|pdf)$")).sorted().forEach(files::add); }
        else files.add(p); }
    }
    if (files.isEmpty()) usage();
    Locale.setDefault(Locale.ENGLISH); java.util.logging.LogManager.getLogManager().reset();
    long t0 = System.nanoTime();
    EN16931Validation.initEN16931(REG); PeppolValidation.initStandard(REG); XRechnungValidation.initXRechnung(REG);
    ZugferdValidation.initZugferd(REG); FranceCTCValidation.initFranceCTC(REG);
    VeraGreenfieldFoundryProvider.initialise();
    ArrayNode out = OM.createArrayNode(); int bad = 0, ok = 0; if (System.getenv("EINV_QUIET") != null) System.err.println("rules loaded " + (System.nanoTime()-t0)/1_000_000 + " ms");
    for (Path f : files) {
      long t = System.nanoTime();
      ObjectNode r = OM.createObjectNode(); r.put("file", f.toString());
      ArrayNode e = r.putArray("errors"), w = r.putArray("warnings");
      try { check(Files.readAllBytes(f), f, r, e, w); } catch (Throwable x) { e.add("CHECK-FAILED " + x); }
      r.put("valid", e.isEmpty()); r.put("ms", (System.nanoTime() - t) / 1_000_000); out.add(r);
      boolean want = !"invalid".equals(opt.get("expect"));
      if (e.isEmpty() == want) ok++; else bad++;
      System.out.printf("%-7s %5d ms  %s  [%s]%n", e.isEmpty() ? "VALID" : "INVALID", r.get("ms").asLong(), f, r.path("ran").asText());
      int n = 0; for (var x : e) { if (n++ < 6 || opt.get("all").equals("yes")) System.out.println("    E " + x.asText()); }
      if (n > 6 && !opt.get("all").equals("yes")) System.out.println("    ... " + (n - 6) + " more errors");
      if (opt.get("all").equals("yes")) for (var x : w) System.out.println("    W " + x.asText());
    }
    System.out.printf("%d as expected, %d not, %d ms in all%n", ok, bad, (System.nanoTime() - t0) / 1_000_000);
    if (!opt.get("json").isEmpty()) OM.writerWithDefaultPrettyPrinter().writeValue(new File(opt.get("json")), out);
    System.exit(bad == 0 ? 0 : 1);
  }
  static void usage() { System.err.println("usage: Check [--rules auto|en16931|peppol|xrechnung|facturx|france,…] [--math strict|en|off] [--pdfa 3|any|off] [--text on|off] [--expect valid|invalid] [--all yes] [--json FILE] FILE-or-DIR…"); System.exit(2); }

  static void check(byte[] b, Path f, ObjectNode r, ArrayNode e, ArrayNode w) throws Exception {
    boolean pdf = new String(b, 0, Math.min(b.length, 1024), StandardCharsets.ISO_8859_1).contains("%PDF-");
    byte[] xml = b;
    if (pdf) { xml = pdf(b, f, r, e, w); if (xml == null) { e.add("PDF-XML no embedded invoice XML (factur-x.xml / xrechnung.xml / zugferd-invoice.xml)"); return; } }
    Document d = parse(xml);
    Inv v = Inv.read(d);
    rules(d, v, r, e, w, pdf);
    dates(d, v, e, w);
    if (!opt.get("math").equals("off")) math(v, e, w);
    r.put("number", v.number).put("type", v.type).put("currency", v.cur).put("due", String.valueOf(v.due)).put("customization", v.cust);
    if (pdf) { xmp(b, v, r, e, w); if (opt.get("text").equals("on")) text(f, v, r, e, w); }
  }
  static Document parse(byte[] x) throws Exception {
    DocumentBuilderFactory dbf = DocumentBuilderFactory.newInstance();
    dbf.setNamespaceAware(true); dbf.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true); dbf.setXIncludeAware(false); dbf.setExpandEntityReferences(false);
    var db = dbf.newDocumentBuilder(); db.setErrorHandler(null); return db.parse(new ByteArrayInputStream(x));
  }

  // ---------- (a) schematron ----------
  static void rules(Document d, Inv v, ObjectNode r, ArrayNode e, ArrayNode w, boolean pdf) {
    List<DVRCoordinate> ids = new ArrayList<>();
    Set<String> want = new LinkedHashSet<>(List.of(opt.get("rules").split(",")));
    boolean auto = want.contains("auto"); String c = v.cust == null ? "" : v.cust;
    var pm = java.util.regex.Pattern.compile("peppol:pint:(?:self)?billing-1@([a-z]+)(?:-([a-z]+))?-1").matcher(c); boolean pint = !v.cii && pm.find();
    if (auto && pint) { String g = "org.peppol.pint." + pm.group(1) + (pm.group(2) == null ? "" : "." + pm.group(2)), sfx = c.contains("selfbilling") ? "-self-billing" : ""; Set<String> names = v.credit ? Set.of("creditnote" + sfx, "credit-note" + sfx) : Set.of("invoice" + sfx);
      REG.getAll().stream().map(x -> x.getID()).filter(x -> x.getGroupID().equals(g) && names.contains(x.getArtifactID())).max(Comparator.comparing(x -> Arrays.stream(x.getVersionString().split("\\.")).map(y -> String.format("%06d", Integer.parseInt(y.replaceAll("\\D.*", "").isEmpty() ? "0" : y.replaceAll("\\D.*", "")))).collect(Collectors.joining(".")))).ifPresent(ids::add); }
    boolean sub = c.contains("minimum") || c.contains("basicwl");       // below EN 16931: only the Factur-X profile applies
    boolean fxext = c.contains("factur-x.eu:1p0:extended");
    if ((auto && !sub && !fxext && !pint) || want.contains("en16931")) ids.add(v.cii ? EN16931Validation.VID_CII_1316 : v.credit ? EN16931Validation.VID_UBL_CREDIT_NOTE_1316 : EN16931Validation.VID_UBL_INVOICE_1316);
    if (!v.cii && ((auto && c.contains("peppol.eu:2017:poacc:billing")) || want.contains("peppol"))) ids.add(v.credit ? PeppolValidation2026_05.VID_OPENPEPPOL_CREDIT_NOTE_UBL_V3 : PeppolValidation2026_05.VID_OPENPEPPOL_INVOICE_UBL_V3);
    boolean xext = c.contains("extension:xrechnung");
    if ((auto && c.contains("xrechnung")) || want.contains("xrechnung")) ids.add(v.cii ? (xext ? XRechnungValidation.VID_XRECHNUNG_EXTENSION_CII_302 : XRechnungValidation.VID_XRECHNUNG_CII_302) : v.credit ? XRechnungValidation.VID_XRECHNUNG_UBL_CREDITNOTE_302 : (xext ? XRechnungValidation.VID_XRECHNUNG_EXTENSION_UBL_INVOICE_302 : XRechnungValidation.VID_XRECHNUNG_UBL_INVOICE_302));
    if (xext && auto) ids.removeIf(x -> x.getGroupID().startsWith("eu.cen"));
    if (v.cii && ((auto && (pdf || c.contains("factur-x") || c.contains("zugferd"))) || want.contains("facturx")))
      ids.add(c.contains("minimum") ? ZugferdValidation.VID_ZUGFERD_2_4_MINIMUM : c.contains("basicwl") ? ZugferdValidation.VID_ZUGFERD_2_4_BASIC_WL : fxext ? ZugferdValidation.VID_ZUGFERD_2_4_EXTENDED : c.contains("factur-x.eu:1p0:basic") ? ZugferdValidation.VID_ZUGFERD_2_4_BASIC : ZugferdValidation.VID_ZUGFERD_2_4_EN16931);
    if (want.contains("france")) for (var s : REG.getAll()) { String id = s.getID().getAsSingleID(); if (id.startsWith("fr.ctc:") && id.endsWith(":1.3") && id.contains(v.cii ? "cii" : "ubl") && !id.contains("extended") && !id.contains("cdar") && (v.cii || id.contains(v.credit ? "credit" : "invoice"))) ids.add(s.getID()); }
    List<String> ran = new ArrayList<>();
    for (DVRCoordinate id : ids) {
      var ves = REG.getOfID(id); ran.add(id.getAsSingleID());
      if (ves == null) { e.add("RULES-MISSING " + id.getAsSingleID()); continue; }
      ValidationResultList l = ValidationExecutionManager.executeValidation(IValidityDeterminator.createDefault(), ves, ValidationSourceXML.create("invoice", d), Locale.ENGLISH);
      for (ValidationResult vr : l) vr.getErrorList().forEach(x -> {
        String t = (x.getErrorID() == null || x.getErrorID().isEmpty() ? "XSD" : x.getErrorID()) + " " + Objects.toString(x.getErrorText(Locale.ENGLISH), "").replaceAll("\\s+", " ");
        if (t.length() > 330) t = t.substring(0, 330) + "…";
        if (x.getErrorLevel().isError() || (t.startsWith("BR-FR") && want.contains("france"))) { // the French artefacts flag their rules as warnings
           if (!has(e, t)) e.add(t); } else if (x.getErrorLevel().getNumericLevel() > 0 && !has(w, t)) w.add(t);
      });
    }
    r.put("ran", String.join(" ", ran));
    if (ids.isEmpty() && !want.contains("none")) e.add("RULES-NONE no rule set applies to customization " + c);
  }
  static boolean has(ArrayNode n, String s) { for (var x : n) if (x.asText().equals(s)) return true; return false; }

  // ---------- canonical model ----------
  static final class AC { boolean charge; BigDecimal amt, base, pct; String cat; BigDecimal rate; }
  static final class Line { String id; BigDecimal qty, net, price, baseQty = BigDecimal.ONE; List<AC> ac = new ArrayList<>(); String cat; BigDecimal rate; }
  static final class Vat { String cat; BigDecimal rate, base, tax; }
  static final class Inv {
    boolean cii, credit; String cust, number, type, cur, taxCur, issue, seller, buyer, iban; List<Line> lines = new ArrayList<>(); List<AC> ac = new ArrayList<>(); List<Vat> vat = new ArrayList<>();
    BigDecimal sumLines, allow, charge, net, tax, taxAcc, gross, prepaid, rounding, due; List<String> amounts = new ArrayList<>();
    static Element kid(Node n, String... path) { Node c = n; for (String p : path) { Element k = null; if (c == null) return null; for (Node x = c.getFirstChild(); x != null; x = x.getNextSibling()) if (x instanceof Element el && p.equals(el.getLocalName())) { k = el; break; } c = k; } return (Element) c; }
    static List<Element> kids(Node n, String name) { List<Element> l = new ArrayList<>(); if (n != null) for (Node x = n.getFirstChild(); x != null; x = x.getNextSibling()) if (x instanceof Element el && name.equals(el.getLocalName())) l.add(el); return l; }
    static String s(Node n, String... p) { Element x = kid(n, p); return x == null ? null : x.getTextContent().trim(); }
    static BigDecimal n(Node n, String... p) { String t = s(n, p); return t == null || t.isEmpty() ? null : new BigDecimal(t); }
    static Inv read(Document d) {
      Inv v = new Inv(); Element r = d.getDocumentElement(); String ln = r.getLocalName();
      if (ln.equals("CrossIndustryInvoice")) v.cii(r); else if (ln.equals("Invoice") || ln.equals("CreditNote")) v.ubl(r, ln.equals("CreditNote")); else throw new IllegalArgumentException("not an invoice: root " + ln);
      return v;
    }
    void ubl(Element r, boolean cn) {
      credit = cn; cust = s(r, "CustomizationID"); number = s(r, "ID"); type = s(r, cn ? "CreditNoteTypeCode" : "InvoiceTypeCode"); cur = s(r, "DocumentCurrencyCode"); taxCur = s(r, "TaxCurrencyCode"); issue = s(r, "IssueDate");
      seller = s(r, "AccountingSupplierParty", "Party", "PartyLegalEntity", "RegistrationName"); buyer = s(r, "AccountingCustomerParty", "Party", "PartyLegalEntity", "RegistrationName");
      iban = s(r, "PaymentMeans", "PayeeFinancialAccount", "ID");
      for (Element x : kids(r, "AllowanceCharge")) ac.add(ublAc(x));
      for (Element l : kids(r, cn ? "CreditNoteLine" : "InvoiceLine")) { Line o = new Line(); o.id = s(l, "ID"); o.qty = n(l, cn ? "CreditedQuantity" : "InvoicedQuantity"); o.net = n(l, "LineExtensionAmount"); o.price = n(l, "Price", "PriceAmount"); BigDecimal q = n(l, "Price", "BaseQuantity"); if (q != null) o.baseQty = q;
        for (Element x : kids(l, "AllowanceCharge")) o.ac.add(ublAc(x)); Element tc = kid(l, "Item", "ClassifiedTaxCategory"); o.cat = s(tc, "ID"); o.rate = n(tc, "Percent"); lines.add(o); }
      for (Element t : kids(r, "TaxTotal")) { Element a = kid(t, "TaxAmount"); if (a == null) continue; String c = a.getAttribute("currencyID"); boolean acc = taxCur != null && !taxCur.equals(cur) && taxCur.equals(c);
        if (acc) taxAcc = n(t, "TaxAmount"); else { tax = n(t, "TaxAmount"); for (Element st : kids(t, "TaxSubtotal")) { Vat b = new Vat(); b.base = n(st, "TaxableAmount"); b.tax = n(st, "TaxAmount"); b.cat = s(st, "TaxCategory", "ID"); b.rate = n(st, "TaxCategory", "Percent"); vat.add(b); } } }
      Element m = kid(r, "LegalMonetaryTotal"); sumLines = n(m, "LineExtensionAmount"); net = n(m, "TaxExclusiveAmount"); gross = n(m, "TaxInclusiveAmount"); allow = n(m, "AllowanceTotalAmount"); charge = n(m, "ChargeTotalAmount"); prepaid = n(m, "PrepaidAmount"); rounding = n(m, "PayableRoundingAmount"); due = n(m, "PayableAmount");
    }
    static AC ublAc(Element x) { AC o = new AC(); o.charge = "true".equals(s(x, "ChargeIndicator")); o.amt = n(x, "Amount"); o.base = n(x, "BaseAmount"); o.pct = n(x, "MultiplierFactorNumeric"); o.cat = s(x, "TaxCategory", "ID"); o.rate = n(x, "TaxCategory", "Percent"); return o; }
    void cii(Element r) {
      cii = true; cust = s(r, "ExchangedDocumentContext", "GuidelineSpecifiedDocumentContextParameter", "ID"); Element ed = kid(r, "ExchangedDocument"); number = s(ed, "ID"); type = s(ed, "TypeCode"); issue = s(ed, "IssueDateTime", "DateTimeString"); credit = "381".equals(type);
      Element tx = kid(r, "SupplyChainTradeTransaction"), st = kid(tx, "ApplicableHeaderTradeSettlement"), ag = kid(tx, "ApplicableHeaderTradeAgreement"); cur = s(st, "InvoiceCurrencyCode"); taxCur = s(st, "TaxCurrencyCode"); seller = s(ag, "SellerTradeParty", "Name"); buyer = s(ag, "BuyerTradeParty", "Name");
      iban = s(st, "SpecifiedTradeSettlementPaymentMeans", "PayeePartyCreditorFinancialAccount", "IBANID");
      for (Element l : kids(tx, "IncludedSupplyChainTradeLineItem")) { Line o = new Line(); o.id = s(l, "AssociatedDocumentLineDocument", "LineID"); o.qty = n(l, "SpecifiedLineTradeDelivery", "BilledQuantity"); Element pr = kid(l, "SpecifiedLineTradeAgreement", "NetPriceProductTradePrice"); o.price = n(pr, "ChargeAmount"); BigDecimal q = n(pr, "BasisQuantity"); if (q == null) q = n(l, "SpecifiedLineTradeAgreement", "GrossPriceProductTradePrice", "BasisQuantity"); if (q != null && q.signum() != 0) o.baseQty = q;
        Element s = kid(l, "SpecifiedLineTradeSettlement"); o.net = n(s, "SpecifiedTradeSettlementLineMonetarySummation", "LineTotalAmount"); o.cat = s(s, "ApplicableTradeTax", "CategoryCode"); o.rate = n(s, "ApplicableTradeTax", "RateApplicablePercent"); for (Element x : kids(s, "SpecifiedTradeAllowanceCharge")) o.ac.add(ciiAc(x)); lines.add(o); }
      for (Element x : kids(st, "SpecifiedTradeAllowanceCharge")) ac.add(ciiAc(x));
      for (Element x : kids(st, "SpecifiedLogisticsServiceCharge")) { AC o = new AC(); o.charge = true; o.amt = n(x, "AppliedAmount"); o.cat = s(x, "AppliedTradeTax", "CategoryCode"); o.rate = n(x, "AppliedTradeTax", "RateApplicablePercent"); ac.add(o); }
      for (Element x : kids(st, "ApplicableTradeTax")) { Vat b = new Vat(); b.base = n(x, "BasisAmount"); b.tax = n(x, "CalculatedAmount"); b.cat = s(x, "CategoryCode"); b.rate = n(x, "RateApplicablePercent"); vat.add(b); }
      Element m = kid(st, "SpecifiedTradeSettlementHeaderMonetarySummation"); sumLines = n(m, "LineTotalAmount"); allow = n(m, "AllowanceTotalAmount"); charge = n(m, "ChargeTotalAmount"); net = n(m, "TaxBasisTotalAmount"); gross = n(m, "GrandTotalAmount"); prepaid = n(m, "TotalPrepaidAmount"); rounding = n(m, "RoundingAmount"); due = n(m, "DuePayableAmount");
      for (Element t : kids(m, "TaxTotalAmount")) { String c = t.getAttribute("currencyID"); BigDecimal x = new BigDecimal(t.getTextContent().trim()); if (taxCur != null && !taxCur.equals(cur) && taxCur.equals(c)) taxAcc = x; else tax = x; }
    }
    static AC ciiAc(Element x) { AC o = new AC(); o.charge = "true".equals(s(x, "ChargeIndicator", "Indicator")); o.amt = n(x, "ActualAmount"); o.base = n(x, "BasisAmount"); o.pct = n(x, "CalculationPercent"); o.cat = s(x, "CategoryTradeTax", "CategoryCode"); o.rate = n(x, "CategoryTradeTax", "RateApplicablePercent"); return o; }
  }

  // ---------- dates and IBAN (the schematron does not look whether a day exists) ----------
  static void dates(Document d, Inv v, ArrayNode e, ArrayNode w) {
    NodeList l = d.getElementsByTagName("*");
    for (int i = 0; i < l.getLength(); i++) { Element x = (Element) l.item(i); String n = x.getLocalName(), t = x.getTextContent().trim();
      try { if (!v.cii && n.endsWith("Date") && x.getNamespaceURI().endsWith("CommonBasicComponents-2")) java.time.LocalDate.parse(t.length() > 10 ? t.substring(0, 10) : t); else if (v.cii && n.equals("DateTimeString") && "102".equals(x.getAttribute("format"))) java.time.LocalDate.parse(t, java.time.format.DateTimeFormatter.BASIC_ISO_DATE); }
      catch (java.time.DateTimeException y) { e.add("OWN-DATE no such day: " + t + " in " + n); } }
    if (v.iban != null) { String s = v.iban.replaceAll("\\s", ""); if (s.matches("[A-Z]{2}\\d{2}[A-Z0-9]{11,30}")) { String r = s.substring(4) + s.substring(0, 4); StringBuilder b = new StringBuilder(); for (char c : r.toCharArray()) b.append(Character.getNumericValue(c)); if (!new BigInteger(b.toString()).mod(BigInteger.valueOf(97)).equals(BigInteger.ONE)) w.add("OWN-IBAN check digits of " + s); } }
  }

  // ---------- own arithmetic ----------
  static BigDecimal z(BigDecimal x) { return x == null ? BigDecimal.ZERO : x; }
  static void cmp(ArrayNode e, String id, BigDecimal got, BigDecimal want, BigDecimal tol) { if (got == null) return; if (got.subtract(want).abs().compareTo(tol) > 0) e.add("MATH-" + id + " is " + got.toPlainString() + ", computed " + want.toPlainString()); }
  static void math(Inv v, ArrayNode e, ArrayNode w) {
    boolean strict = opt.get("math").equals("strict"); int dp = 2; try { int k = Currency.getInstance(v.cur).getDefaultFractionDigits(); dp = strict ? k : Math.max(0, Math.min(k, 2)); if (!strict) dp = 2; } catch (Exception x) { w.add("MATH currency " + v.cur); }
    BigDecimal Z = BigDecimal.ZERO, CENT = BigDecimal.ONE.movePointLeft(dp), tol = strict ? Z : new BigDecimal("0.02"), vtol = strict ? Z : BigDecimal.ONE; // EN schematron itself grants ±1.00 on VAT
    ArrayNode le = strict ? e : w; boolean pint = v.cust != null && v.cust.contains("peppol:pint:"); BigDecimal xt = pint ? new BigDecimal("0.02") : Z; // PINT rules allow slack and taxes AE/N lines with a rate
    BigDecimal sum = Z; Map<String,BigDecimal> bases = new TreeMap<>();
    for (Line l : v.lines) {
      sum = sum.add(z(l.net));
      if (l.price != null && l.qty != null && l.net != null && l.baseQty.signum() != 0) { BigDecimal c = l.price.multiply(l.qty).divide(l.baseQty, 12, RoundingMode.HALF_UP); for (AC x : l.ac) c = x.charge ? c.add(z(x.amt)) : c.subtract(z(x.amt)); cmp(le, "LINE " + l.id + " net BT-131", l.net, c.setScale(dp, RoundingMode.HALF_UP), tol); }
      for (AC x : l.ac) pct(le, "LINE " + l.id, x, dp, tol);
      if (l.cat != null) bases.merge(l.cat + "|" + rate(l.rate), z(l.net), BigDecimal::add);
    }
    BigDecimal al = Z, ch = Z; for (AC x : v.ac) { if (x.charge) ch = ch.add(z(x.amt)); else al = al.add(z(x.amt)); pct(le, "DOC", x, dp, tol); bases.merge(x.cat + "|" + rate(x.rate), x.charge ? z(x.amt) : z(x.amt).negate(), BigDecimal::add); }
    boolean full = !v.lines.isEmpty() && v.sumLines != null;
    if (full) { cmp(e, "BT-106 sum of lines", v.sumLines, sum, xt); cmp(e, "BT-107 allowances", v.allow == null && al.signum() != 0 ? Z : v.allow, al, Z); cmp(e, "BT-108 charges", v.charge == null && ch.signum() != 0 ? Z : v.charge, ch, Z); cmp(e, "BT-109 net", v.net, v.sumLines.subtract(z(v.allow)).add(z(v.charge)), Z); }
    BigDecimal ts = Z; boolean calc = full;
    Set<String> seen = new HashSet<>();
    for (Vat b : v.vat) { ts = ts.add(z(b.tax)); String k = b.cat + "|" + rate(b.rate); if (!seen.add(k) && strict) e.add("MATH-BG-23 twice " + k); if (b.base != null && b.tax != null && b.rate != null && (!pint || "S".equals(b.cat))) cmp(e, "BT-117 VAT of " + k, b.tax, b.base.multiply(b.rate).movePointLeft(2).setScale(dp, RoundingMode.HALF_UP), vtol); if (calc && b.base != null) cmp(le, "BT-116 base of " + k, b.base, bases.getOrDefault(k, Z), strict ? Z : BigDecimal.ONE); }
    if (!v.vat.isEmpty()) cmp(e, "BT-110 VAT total", v.tax, ts, xt);
    if (v.net != null && v.gross != null) cmp(e, "BT-112 gross", v.gross, v.net.add(z(v.tax)), Z);
    String cu = v.cust == null ? "" : v.cust; boolean noPrepaid = cu.contains("minimum") || cu.contains("extension:xrechnung"); // MINIMUM has no BT-113; the XRechnung extension adds third-party payments
    if (v.gross != null && v.due != null && !noPrepaid) cmp(e, "BT-115 due", v.due, v.gross.subtract(z(v.prepaid)).add(z(v.rounding)), Z);
    if (strict) for (BigDecimal x : new BigDecimal[]{v.sumLines, v.allow, v.charge, v.net, v.tax, v.gross, v.prepaid, v.rounding, v.due}) if (x != null && x.stripTrailingZeros().scale() > dp) e.add("MATH-DEC " + x.toPlainString() + " has more decimals than " + v.cur + " (" + dp + ")");
  }
  static void pct(ArrayNode e, String where, AC x, int dp, BigDecimal tol) { if (x.base != null && x.pct != null && x.amt != null) cmp(e, where + " allowance/charge", x.amt, x.base.multiply(x.pct).movePointLeft(2).setScale(dp, RoundingMode.HALF_UP), tol); }
  static String rate(BigDecimal r) { return r == null || r.signum() == 0 ? "0" : r.stripTrailingZeros().toPlainString(); }

  // ---------- (b) PDF/A-3, embedded XML ----------
  static byte[] pdf(byte[] b, Path f, ObjectNode r, ArrayNode e, ArrayNode w) throws Exception {
    if (!opt.get("pdfa").equals("off")) try (PDFAParser p = Foundries.defaultInstance().createParser(new ByteArrayInputStream(b))) {
      PDFAFlavour fl = null; try { var fs = p.getFlavours(); if (fs != null) for (var x : fs) if (x != null && x != PDFAFlavour.NO_FLAVOUR && x.getId().matches("[1-4][a-z]?")) { fl = x; break; } } catch (RuntimeException x) { fl = null; } boolean none = fl == null; if (none) { e.add("PDFA the file claims no PDF/A flavour in its XMP"); fl = PDFAFlavour.PDFA_3_B; }
      else if (opt.get("pdfa").equals("3") && fl.getPart().getPartNumber() != 3) e.add("PDFA part " + fl.getPart().getPartNumber() + ", wanted 3");
      r.put("pdfa", (none ? "none claimed, tested as " : "") + fl.getId());
      try (PDFAValidator val = Foundries.defaultInstance().createValidator(fl, 300, false, true, false)) {
        var res = val.validate(p); Map<String,Integer> cnt = new TreeMap<>(); Map<String,String> msg = new HashMap<>();
        for (TestAssertion t : res.getTestAssertions()) if (t.getStatus() == TestAssertion.Status.FAILED) { String k = t.getRuleId().getClause() + "-" + t.getRuleId().getTestNumber(); cnt.merge(k, 1, Integer::sum); msg.putIfAbsent(k, t.getMessage()); }
        cnt.forEach((k, n) -> e.add("PDFA " + k + " x" + n + " " + msg.get(k).replaceAll("\\s+", " ")));
        if (!res.isCompliant() && cnt.isEmpty()) e.add("PDFA not compliant");
      } }
    try (PDDocument d = Loader.loadPDF(b)) {
      byte[] xml = null; List<String> names = new ArrayList<>(); PDEmbeddedFilesNameTreeNode ef = d.getDocumentCatalog().getNames() == null ? null : d.getDocumentCatalog().getNames().getEmbeddedFiles();
      Map<String,PDComplexFileSpecification> m = new LinkedHashMap<>(); collect(ef, m);
      for (var x : m.entrySet()) { String n = x.getValue().getFileUnicode() != null ? x.getValue().getFileUnicode() : x.getValue().getFilename(); names.add(n); if (n != null && n.toLowerCase().matches("factur-x\\.xml|xrechnung\\.xml|zugferd-invoice\\.xml|order-x\\.xml")) {
          PDEmbeddedFile s = x.getValue().getEmbeddedFileUnicode() != null ? x.getValue().getEmbeddedFileUnicode() : x.getValue().getEmbeddedFile(); xml = s.toByteArray(); r.put("embedded", n); r.put("subtype", s.getSubtype());
          String rel = x.getValue().getCOSObject().getNameAsString("AFRelationship"); r.put("afRelationship", rel); if (rel == null || !Set.of("Data", "Alternative", "Source").contains(rel)) e.add("FX-AF AFRelationship is " + rel);
          if (!"text/xml".equals(s.getSubtype())) w.add("FX-MIME embedded file subtype " + s.getSubtype());
          COSBase af = d.getDocumentCatalog().getCOSObject().getDictionaryObject("AF"); boolean in = false; if (af instanceof COSArray arr) for (int i = 0; i < arr.size(); i++) if (arr.getObject(i) == x.getValue().getCOSObject()) in = true; if (!in) e.add("FX-AF the catalog's /AF does not list the file"); } }
      r.put("pages", d.getNumberOfPages()); if (xml == null && !names.isEmpty()) w.add("PDF attachments: " + names);
      return xml;
    }
  }
  static void collect(PDNameTreeNode<PDComplexFileSpecification> n, Map<String,PDComplexFileSpecification> m) throws IOException { if (n == null) return; if (n.getNames() != null) m.putAll(n.getNames()); if (n.getKids() != null) for (var k : n.getKids()) collect(k, m); }
  static void xmp(byte[] b, Inv v, ObjectNode r, ArrayNode e, ArrayNode w) throws Exception {
    try (PDDocument d = Loader.loadPDF(b)) {
      var md = d.getDocumentCatalog().getMetadata(); if (md == null) { e.add("FX-XMP no XMP"); return; }
      String x = new String(md.toByteArray(), StandardCharsets.UTF_8); Document xd = parse(x.replaceAll("(?s)<\\?xpacket.*?\\?>", "").trim().getBytes(StandardCharsets.UTF_8));
      String ns = null, lvl = null, dt = null, fn = null, ver = null; NodeList all = xd.getElementsByTagNameNS("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "Description");
      for (int i = 0; i < all.getLength(); i++) { Element de = (Element) all.item(i); NamedNodeMap at = de.getAttributes(); for (int j = 0; j < at.getLength(); j++) { Node q = at.item(j); if (q.getNamespaceURI() != null && q.getNamespaceURI().contains(":pdfa:") && q.getLocalName() != null) switch (q.getLocalName()) { case "ConformanceLevel": lvl = q.getNodeValue(); ns = q.getNamespaceURI(); break; case "DocumentType": dt = q.getNodeValue(); break; case "DocumentFileName": fn = q.getNodeValue(); break; case "Version": ver = q.getNodeValue(); break; default: } }
        for (Node q = de.getFirstChild(); q != null; q = q.getNextSibling()) if (q instanceof Element el && el.getNamespaceURI() != null && el.getNamespaceURI().contains(":pdfa:")) switch (el.getLocalName()) { case "ConformanceLevel": lvl = el.getTextContent().trim(); ns = el.getNamespaceURI(); break; case "DocumentType": dt = el.getTextContent().trim(); break; case "DocumentFileName": fn = el.getTextContent().trim(); break; case "Version": ver = el.getTextContent().trim(); break; default: } }
      r.put("fx", ns + " | " + dt + " | " + fn + " | " + ver + " | " + lvl);
      if (!"urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#".equals(ns)) e.add("FX-XMP namespace " + ns); if (!"INVOICE".equals(dt)) e.add("FX-XMP DocumentType " + dt); if (fn == null || !fn.equalsIgnoreCase(r.path("embedded").asText())) e.add("FX-XMP DocumentFileName " + fn);
      String c = v.cust == null ? "" : v.cust, want = c.contains("xrechnung") ? "XRECHNUNG" : c.contains("minimum") ? "MINIMUM" : c.contains("basicwl") ? "BASIC WL" : c.contains("factur-x.eu:1p0:basic") ? "BASIC" : c.contains("extended") ? "EXTENDED" : "EN 16931"; if (!want.equals(lvl)) e.add("FX-XMP ConformanceLevel " + lvl + ", the XML says " + want);
      if (ver == null) e.add("FX-XMP no Version");
    }
  }

  // ---------- (c) what a person reads ----------
  static void text(Path f, Inv v, ObjectNode r, ArrayNode e, ArrayNode w) throws Exception {
    String t; try (PDDocument d = Loader.loadPDF(f.toFile())) { var stripper = new PDFTextStripper(); stripper.setSortByPosition(true); t = stripper.getText(d); }
    String flat = t.replaceAll("[\\s\\u00a0\\u202f\\u2009]+", ""); r.put("chars", flat.length()); if (flat.length() < 40) { e.add("TEXT the PDF has no text layer"); return; }
    need(e, flat, "number", v.number); need(w, flat, "seller", v.seller); need(w, flat, "buyer", v.buyer); if (v.iban != null) need(w, flat, "IBAN", v.iban);
    amount(e, flat, "BT-112 gross", v.gross); amount(w, flat, "BT-115 due", v.due); amount(w, flat, "BT-109 net", v.net); amount(w, flat, "BT-110 VAT", v.tax);
  }
  static void need(ArrayNode e, String flat, String what, String s) { if (s != null && !flat.contains(s.replaceAll("\\s+", ""))) e.add("TEXT the page does not show the " + what + " \"" + s + "\""); }
  static void amount(ArrayNode e, String flat, String what, BigDecimal x) {
    if (x == null) return; BigDecimal a = x.abs(); List<String> c = new ArrayList<>();
    for (int dp = Math.max(0, a.stripTrailingZeros().scale()); dp <= 3; dp++) { String s = a.setScale(dp).toPlainString(), i = s.contains(".") ? s.substring(0, s.indexOf('.')) : s, q = s.contains(".") ? s.substring(s.indexOf('.') + 1) : ""; for (String g : List.of("", ".", ",", "'", "’")) { StringBuilder sb = new StringBuilder(i); if (!g.isEmpty()) for (int k = i.length() - 3; k > 0; k -= 3) sb.insert(k, g); for (String dsep : List.of(".", ",")) if (!dsep.equals(g)) c.add(q.isEmpty() ? sb.toString() : sb + dsep + q); } }
    for (String s : c) if (flat.contains(s)) return; e.add("TEXT the page does not show " + what + " " + x.toPlainString());
  }
}
