"""What demo issues say: for each need that a demo visit may note, its kind, the office for it and how it was solved."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """A need as an issue.

    Attributes:
        route: Spot (answered at once), Station, Office, or Committee.
        proposal: what the station proposes to the committee.
        budget: yuan of the whole, and how much of it is asked for, where it may be a project; else (0, 0).
        project: what the project is called.
    """

    kind: str
    route: str
    result: str
    office: str = ""
    proposal: str = ""
    budget: tuple[int, int] = (0, 0)
    project: str = ""


SOCIAL, FARMING = "社会事务办公室", "农业农村办公室"
PEACE, PLANNING = "综治办公室", "规划建设办公室"

CASES: dict[str, Case] = {
    "希望介绍稳定工作": Case("Livelihood", "Office", "已推荐到镇工业园面试并上岗。", SOCIAL),
    "希望协助办理驾驶证恢复手续": Case("Policy Question", "Spot", "当面说明办理流程和所需材料。"),
    "要求尽快测量宅基地边界": Case("Dispute", "Office", "已到现场测量，双方签字确认边界。", PLANNING),
    "要求明确征地款核查结果答复时间": Case("Dispute", "Office", "核查完毕，已书面答复。", PEACE),
    "希望镇综治办出面调解": Case("Dispute", "Office", "经调解达成协议，双方签字。", PEACE),
    "申请临时救助": Case("Livelihood", "Office", "临时救助金已批准并发放到账。", SOCIAL),
    "希望修缮漏雨房屋": Case(
        "Livelihood", "Committee", "房屋修缮完工，已验收入住。", PLANNING,
        "由驻点牵头，村委会组织施工，户主自筹一部分，申请镇级补贴。", (38_000, 20_000), "困难户危漏房屋修缮",
    ),
    "希望申请慢性病门诊补助": Case("Livelihood", "Station", "已代办申请，门诊补助已开通。"),
    "希望村医每月上门": Case("Livelihood", "Station", "村医已签约，每月第一周上门。"),
    "屋顶漏雨希望维修": Case("Livelihood", "Station", "村委会组织党员志愿者修好屋顶。"),
    "希望安装紧急呼叫器": Case(
        "Livelihood", "Committee", "呼叫器已安装调试，并教会老人使用。", SOCIAL,
        "为独居老人统一安装紧急呼叫器，与村卫生站联通。", (24_000, 16_000), "独居老人紧急呼叫器安装",
    ),
    "申请更换轮椅": Case("Livelihood", "Office", "新轮椅已送到家中。", SOCIAL),
    "希望门口修一段坡道": Case("Infrastructure", "Station", "坡道已修好，防滑处理完成。"),
    "希望代办残疾证换证": Case("Livelihood", "Station", "已代办换证，新证送到家中。"),
    "希望大病救助": Case("Livelihood", "Office", "大病救助申请已批准。", SOCIAL),
    "希望支部活动时有人接送": Case("Livelihood", "Spot", "当场联系支部委员负责接送。"),
    "希望协助办理住院费用报销": Case("Policy Question", "Station", "材料已补齐，报销款已到账。"),
    "希望更换光荣牌": Case("Livelihood", "Spot", "当场更换光荣牌。"),
    "希望推荐镇内工业园岗位": Case("Livelihood", "Office", "已推荐三个岗位，本人选定并上岗。", SOCIAL),
    "希望参加技能培训": Case("Livelihood", "Station", "已报名镇电工培训班。"),
    "咨询小额贷款": Case("Policy Question", "Spot", "当面说明小额贷款政策和办理地点。"),
    "咨询子女入学": Case("Policy Question", "Spot", "当面说明入学条件和报名时间。"),
    "希望办理居住证": Case("Livelihood", "Station", "居住证已办好。"),
    "希望三队路口加装路灯": Case(
        "Infrastructure", "Committee", "六盏太阳能路灯已安装亮灯。", PLANNING,
        "在三队路口及村道弯位安装太阳能路灯六盏。", (36_000, 24_000), "三队路口太阳能路灯安装",
    ),
    "希望疏通村前排水渠": Case("Environment", "Station", "排水渠已清淤疏通。"),
    "反映自来水水压低": Case(
        "Infrastructure", "Committee", "加压泵已安装，二楼供水正常。", PLANNING,
        "更换主管八百米并加装加压泵，请镇协调供水公司。", (156_000, 80_000), "供水主管更换和加压泵安装",
    ),
    "希望增加垃圾收集点": Case("Environment", "Station", "已增设两处垃圾收集点。"),
    "希望硬化屋后村道": Case(
        "Infrastructure", "Committee", "村道硬化完工并通过验收。", PLANNING,
        "硬化村道三百二十米，宽三米五，村民投工投劳。", (128_000, 60_000), "村道硬化三百二十米",
    ),
    "希望加强狗只管理": Case("Environment", "Spot", "当场劝说养犬户拴绳，村广播已提醒。"),
    # for the committee to decide, with no money asked
    "希望协调临时借用旧小学场地晒谷": Case(
        "Farming", "Committee", "旧小学操场已开放作晒谷场。", FARMING,
        "请党委会协调教育部门，农忙期间开放旧小学操场。",
    ),
}  # fmt: skip
EXTRA_NEED = "希望协调临时借用旧小学场地晒谷"

STEP_WORDS = {
    "station": "驻点团队研究，由村委会落实。",
    "refer": "不属村（社区）职责范围，请办局处理。",
    "accept": "已受理，安排人员跟进。",
    "put_up": "周会研究，需提请党委会研究解决。",
    "agreed": "同意。由{office}牵头落实，驻点团队跟踪。",
    "not_agreed": "暂不符合政策条件，请驻点团队做好解释工作。",
    "deferred": "待年度预算调整后再议。",
    "studied": "由分管领导牵头专题调研后另行研究。",
}
UNSATISFIED = ("处理得不彻底，雨后又出现同样问题。", "只办了一半，剩下的没有人管。")
TOLD_WAYS = ("Face to Face", "Face to Face", "By Phone", "By WeChat")
THANKS = ("表示满意。", "感谢镇村干部。", "")
