package syntax

// Arabic is the table of Arabic keywords, in the register of treaties and of the resolutions of the Security Council. Vowel marks, tatweel and
// the hamza on an alef may be left out.
var Arabic = newTable("ar", "العربية", [keywords][]string{
	kwVocabulary: {"معجم"}, kwAgreement: {"اتفاق", "اتفاقية"}, kwParty: {"طرف"}, kwBody: {"هيئة"}, kwPerson: {"شخص"}, kwOffice: {"منصب"},
	kwKind: {"صنف"}, kwAct: {"فعل"}, kwState: {"حالة"}, kwZone: {"منطقة"}, kwLine: {"خط"}, kwRoster: {"قائمة"}, kwMark: {"موعد"},
	kwTrack: {"مسار"}, kwTerm: {"بند"}, kwClaim: {"ادعاء"}, kwRed: {"خط أحمر"}, kwConcern: {"شاغل"}, kwPosition: {"موقف"},

	kwUses: {"يستخدم"}, kwDemand: {"مطلب"}, kwOffer: {"عرض"}, kwAgreed: {"متفق عليه"}, kwResolution: {"قرار"}, kwDated: {"مؤرخ", "مؤرخة"},
	kwStandard: {"معيار"}, kwObserved: {"مرصود"}, kwSupersedes: {"يحل محل"}, kwIncludes: {"يشمل"}, kwDisputes: {"تحال المنازعات"},
	kwFirst: {"أول"}, kwPartial: {"معروف جزئيا"}, kwApplies: {"يسري"}, kwIntended: {"مقصود"},

	kwText: {"نص"}, kwRecital: {"ديباجة"}, kwBelief: {"اعتقاد"}, kwWarning: {"تحذير"}, kwUnseen: {"مجهول المضمون"}, kwReading: {"تفسير"},

	kwIn: {"في"}, kwAt: {"عند"}, kwOf: {"من"}, kwFrom: {"اعتبارا من"}, kwUntil: {"حتى", "إلى حين"}, kwBegins: {"تبدأ عند"}, kwEnds: {"تنتهي عند"},
	kwPhases: {"مراحل"}, kwHolds: {"يشغل"}, kwSucceeds: {"يخلف"}, kwBy: {"في موعد أقصاه", "بحلول"}, kwTo: {"إلى"}, kwBetween: {"بين"},
	kwForce: {"النفاذ"}, kwLeast: {"يقل عن"}, kwMost: {"يزيد على"}, kwAnd: {"و"}, kwOr: {"أو"}, kwNot: {"ليس"}, kwNo: {"انتفاء"},
	kwFor: {"لمدة"}, kwEach: {"لكل"}, kwPair: {"طرفين"}, kwThat: {"أن"}, kwAccepted: {"قابل"}, kwMember: {"فرد"}, kwAs: {"بوصفه"},
	kwOtherwise: {"وإلا"}, kwUnnamed: {"طرف غير مسمى"}, kwJointly: {"بالاشتراك"}, kwEither: {"إما"}, kwOne: {"واحد"},
	kwMust: {
		"يجب", "يجب عليه", "يجب عليها", "يجب عليهما", "يجب عليهم", "يتعين", "يتعين عليه", "يتعين عليها", "يتعين عليهما", "يتعين عليهم",
	},
	kwMay:  {"يجوز", "يجوز له", "يجوز لها", "يجوز لهما", "يجوز لهم", "يحق له", "يحق لها", "يحق لهما", "يحق لهم"},
	kwAims: {"يسعى", "يسعون", "تسعى", "يسعيان"}, kwCan: {"مخول", "مخولون", "مخولة", "مخولان"},
	kwKeep: {"الإبقاء على"}, kwBring: {"العمل"}, kwAbout: {"على تحقق"}, kwEnsure: {"ضمان"}, kwTerminate: {"إنهاء"}, kwWaive: {"الإعفاء من"},
	kwSuspend: {"تعليق"}, kwResume: {"استئناف"}, kwExtend: {"تمديد"}, kwMove: {"نقل"}, kwSucceed: {"خلافة"}, kwThrough: {"عن طريق"},
	kwBegin: {"بدء"}, kwFinish: {"إتمام"},

	kwBefore: {"قبل"}, kwWithin: {"في غضون"}, kwDay: {"اليوم"}, kwUndated: {"دون موعد محدد"}, kwAny: {"أي"}, kwEvery: {"كل"},
	kwRenewed: {"تجدد"}, kwIf: {"إذا"}, kwOnce: {"متى تحقق"}, kwWhile: {"ما دام"}, kwUnless: {"ما لم"}, kwOnly: {"فقط"}, kwExcept: {"باستثناء"},
	kwWith: {"مع مهلة"}, kwWithout: {"دون"}, kwConsent: {"موافقة"}, kwParticipation: {"مشاركة"}, kwJudged: {"يقدر بأنه"}, kwCure: {"الإخلال"},
	kwClock: {"المهلة"}, kwStops: {"تتوقف"}, kwRuns: {"تستمر"},

	kwStart: {"البدء"}, kwThis: {"هذا"}, kwBreach: {"وقوع"}, kwKept: {"موفى به"}, kwBreached: {"منتهك"}, kwDue: {"مستحق"}, kwSet: {"محدد"},
	kwAfter: {"بعد"}, kwCount: {"عدد"}, kwCounts: {"يعد"}, kwDistinct: {"قيم"}, kwSum: {"مجموع"}, kwThe: {"فترة"}, kwLast: {"آخر"},
	kwAnswered: {"معالج"}, kwAccepts: {"يقبل", "تقبل"}, kwRejects: {"يرفض", "ترفض"}, kwReserves: {"يتحفظ على", "تتحفظ على"}, kwOn: {"بتاريخ"},
	kwSaid: {"كما ورد في"}, kwIs: {"هو", "هي"}, kwKm: {"كم"}, kwM: {"م"},

	kwParties: {"أطراف"}, kwPlace: {"مكان"}, kwMeasure: {"مقدار"}, kwDate: {"تاريخ"},
	kwAlleged: {"مبلغ عنه"}, kwCorroborated: {"متقاطع"}, kwVerified: {"متحقق منه"},

	kwByWhom: {"من جانب"}, kwByMuch: {"بمقدار"}, kwToWhom: {"إلى"}, kwOfOffice: {"لدى"}, kwOfConcern: {"لدى"}, kwOfList: {"في حالة"},
	kwOfNorm: {"من"}, kwOfTime: {"من"}, kwOfDay: {"من"}, kwOfPlace: {"من"}, kwWithinPlace: {"ضمن مسافة"}, kwFromFile: {"من"},
	kwForWhom: {"بالنسبة إلى"}, kwUntilCond: {"إلى حين"}, kwBeforePoint: {"قبل"}, kwNotAct: {"لا"},
}, []phrase{
	{keys(kwRed, kwLine), words("خط", "أحمر")},
	{keys(kwFirst, kwDay, kwCounts), words("اليوم", "الأول", "محسوب")},
	{keys(kwAt, kwStart), words("عند", "البدء")},
	{keys(kwIn, kwForce, kwFrom), words("يدخل حيز", "النفاذ", "اعتبارا من")},
	{keys(kwIn, kwForce, kwOnce), words("يدخل حيز", "النفاذ", "متى تحقق")},
	{keys(kwIn, kwForce), words("في حيز", "النفاذ")},
	{keys(kwIn, kwForce), words("يدخل حيز", "النفاذ")},
	{keys(kwIn, kwPhases), words("على", "مراحل")},
	{keys(kwIn, kwAny), words("في", "أي")},
	{keys(kwIn, kwThe, kwLast), words("خلال", "فترة", "آخر")},
	{keys(kwDemand, kwByWhom), words("مطلب", "من")},
	{keys(kwOffer, kwByWhom), words("عرض", "من")},
	{keys(kwResolution, kwOf), words("قرار", "صادر عن")},
	{keys(kwAnswered, kwByWhom), words("معالج", "في")},
	{keys(kwText, kwOnly), words("نص", "فقط")},
	{keys(kwCounts, kwAs), words("يعد", "بمثابة")},
	{keys(kwAt, kwLeast), words("ما لا", "يقل عن")},
	{keys(kwAt, kwMost), words("ما لا", "يزيد على")},
	{keys(kwAt, kwLeast), words("بحد", "أدنى")},
	{keys(kwAt, kwMost), words("بحد", "أقصى")},
	{keys(kwAt, kwOnce), words("دون", "إبطاء")},
	{keys(kwAt, kwOnce), words("على", "الفور")},
	{keys(kwMust, kwNot), words("لا", "يجوز")},
	{keys(kwMust, kwNot), words("لا", "يجوز له")},
	{keys(kwMust, kwNot), words("لا", "يجوز لها")},
	{keys(kwMust, kwNot), words("لا", "يجوز لهما")},
	{keys(kwMust, kwNot), words("لا", "يجوز لهم")},
	{keys(kwMust, kwNot), words("يجب", "ألا")},
	{keys(kwMust, kwNot), words("يتعين", "ألا")},
	{keys(kwAims, kwTo), words("يسعى", "إلى")},
	{keys(kwAims, kwTo), words("يسعون", "إلى")},
	{keys(kwAims, kwTo), words("تسعى", "إلى")},
	{keys(kwAims, kwTo), words("يسعيان", "إلى")},
	{keys(kwBring, kwAbout), words("العمل", "على تحقق")},
	{keys(kwEnsure, kwThat), words("ضمان", "أن")},
	{keys(kwEach, kwOf), words("كل", "من")},
	{keys(kwFor, kwEach), words("بالنسبة", "لكل")},
	{keys(kwFor, kwEach, kwMember, kwOf), words("بالنسبة", "لكل", "فرد", "من")},
	{keys(kwFor, kwEach, kwParty, kwThat, kwAccepted), words("بالنسبة", "لكل", "طرف", "قابل", "للاتفاق")},
	{keys(kwBetween, kwEach, kwPair, kwThat, kwAccepted), words("بين", "كل", "طرفين", "قابلين", "للاتفاق")},
	{keys(kwWith, kwConsent, kwOf), words("رهنا", "بموافقة", "من")},
	{keys(kwOnly, kwWith, kwConsent, kwOf), words("فقط", "رهنا", "بموافقة", "من")},
	{keys(kwWithout, kwConsent, kwOf), words("دون", "موافقة", "من")},
	{keys(kwWith, kwParticipation, kwOf), words("مع", "مشاركة", "من")},
	{keys(kwWith, kwConsent), words("رهنا", "بموافقة")},
	{keys(kwOnly, kwWith, kwConsent), words("فقط", "رهنا", "بموافقة")},
	{keys(kwWith, kwParticipation), words("مع", "مشاركة")},
	{keys(kwTo, kwCure), words("لتدارك", "الإخلال")},
	{keys(kwBreach, kwOf), words("وقوع", "خرق")},
	{keys(kwCount, kwDistinct), words("عدد", "قيم")},
}, arabicUnits, map[string]ModalityWord{
	"ينبغي": Must, "لا ينبغي": MustNot, "سوف": Must, "يتعهد": Must, "تتعهد": Must, "يلتزم": Must, "تلتزم": Must, "يحظر": MustNot,
	"لا يجب": MustNot, "لا يتعين": MustNot, "لا يحق": MustNot, "يمكن": May, "لا يمكن": MustNot,
})

var arabicUnits = unitForms{
	plural: func(n int) int {
		switch r := n % 100; {
		case n == 1:
			return 0
		case n == 2:
			return 1
		case r >= 3 && r <= 10:
			return 2
		case r >= 11:
			return 3
		}
		return 4
	},
	plain: map[Keyword][]string{
		kwHours: {"ساعة", "ساعتين", "ساعات", "ساعة", "ساعة"}, kwDays: {"يوم", "يومين", "أيام", "يوما", "يوم"},
		kwWeeks: {"أسبوع", "أسبوعين", "أسابيع", "أسبوعا", "أسبوع"}, kwMonths: {"شهر", "شهرين", "أشهر", "شهرا", "شهر"},
		kwYears: {"سنة", "سنتين", "سنوات", "سنة", "سنة"},
	},
}
