"""Platforms and data domains in forms that other plans use."""

from __future__ import annotations

import pytest

from loaders.load import read_text
from tests.loaders.mentioned import read

ELSEWHERE = [
    # what stands in one plan's words or another's, here in ours: text, names with roles (counted by hand)
    ("DataDomain", "建立健全渡口安全、航道养护、船舶登记等主题库。", "渡口安全+ 航道养护+ 船舶登记+"),
    ("DataDomain", "优先开放渔业、航运等领域高价值数据。", "渔业+ 航运+"),
    ("DataDomain", "建立茶叶、渔业、林果等特色产业数据库。", "茶叶+ 渔业+ 林果+"),
    ("DataDomain", "按照统一标准归集渡船检验数据。", "渡船检验+"),
    ("DataDomain", "推动渡口登记信息、船员考试信息向办事窗口开放共享。", "渡口登记信息+ 船员考试信息+"),
    ("DataDomain", "推动航道水位、潮汐等信息互通共享。", "航道水位+ 潮汐+"),
    ("DataDomain", "完善渡船、渔船、船员三大基础库。", "渡船+ 渔船+ 船员+"),
    ("DataDomain", "编制渡口数据共享、开放清单。", ""),
    ("DataDomain", "出台加快渡口数据开发利用的实施意见。", ""),
    ("DataDomain", "依托省渡口服务网提供渡船班次信息查询。", ""),
    ("DataDomain", "汇聚航标、浮筒、缆桩等物联感知数据。", "航标+ 浮筒+ 缆桩+"),
    ("DataDomain", "定期发布渡口数据开放目录。", "渡口数据开放目录+"),
    ("DataDomain", "对接市渡口数据共享交换平台自动匹配渡船用油、船员社保等数据。", "渡船用油- 船员社保-"),
    ("DataDomain", "提高“双船公示”信息上报率。", ""),
    ("DataDomain", "建立渡口规范性文件数据库。", "渡口规范性文件数据库+"),
    ("DataDomain", "归集渡船、渔船、航标数据。", "渡船+ 渔船+ 航标+"),
    ("DataDomain", "推动渡船、航标、水位数据共享开放。", "渡船+ 航标+ 水位+"),
    ("DataDomain", "分析渡船采购、库存、使用等数据。", "渡船采购、库存、使用等数据-"),
    ("DataDomain", "强化渡口客流数据分析。", "渡口客流-"),
    ("DataDomain", "加强渡口客流数据分析能力建设。", ""),
    ("Platform", "推进渡口自动化控制系统建设。", "渡口自动化控制系统+"),
    ("Platform", "建设行业级平台。", ""),
    ("Platform", "推动各船队业务专网向渡口政务外网平台迁移整合。", "渡口政务外网平台-"),
    ("Platform", "将惩戒措施嵌入政务服务平台。", "政务服务平台-"),
    ("Platform", "一是建设渡口物联感知平台。", "渡口物联感知平台+"),
    ("Platform", "二是扩容渡口政务云平台。", "渡口政务云平台+"),
    ("Platform", "依托甲岛省渡口数据开放平台开展服务。", "甲岛省渡口数据开放平台-"),
    (
        "Platform",
        "推进与渡口审批监管平台、“多船合一”业务协同平台互联互通。",
        "渡口审批监管平台- “多船合一”业务协同平台-",
    ),
    ("Platform", "打通海事、渔政等部门业务系统。", ""),
    ("Platform", "接入渡口视频专网。", "渡口视频专网-"),
    ("Platform", "支持船队入驻水产电商综合服务平台。", "水产电商综合服务平台-"),
    ("Platform", "全部与省政务服务一体化平台对接。", "省政务服务一体化平台-"),
    ("DataDomain", "推进渔船作业数据治理,强化航标数据支撑。", "渔船作业+ 航标-"),
    ("DataDomain", "加强渡口客流数据融合创新。", "渡口客流+"),
    ("DataDomain", "渔船、航标、水位等领域的高价值数据资源要加快安全合规开放。", "渔船+ 航标+ 水位+"),
    ("DataDomain", "渔船、航标、水位三类数据初步实现归集。", "渔船+ 航标+ 水位+"),
    ("Platform", "推动城市云计算设施建设,充实“渡事通”APP的功能。", "“渡事通”APP+"),
    ("DataDomain", "构建指标数据库,归集项目数据。", "指标数据库+"),
    ("DataDomain", "建设基础数据库。", ""),
    ("DataDomain", "为渡口调度提供数据支撑。", ""),
    ("DataDomain", "推动渔船数据按属地、按需回流。", "渔船+"),
    ("DataDomain", "面向渔港、船队、社区提供渔船数据共享服务。", "渔船+"),
    ("Platform", "建设“湾区航行”信息管理综合服务模块。", "“湾区航行”信息管理综合服务模块+"),
    ("Platform", "完善平台审批模块。", ""),
    ("Platform", "打造“泊位超市”“机器管船”、“渡口码头”等系统。", "泊位超市系统+ 机器管船系统+ 渡口码头系统+"),
    ("DataDomain", "完善三维海图数据。建立健全数据。完善渔船数据共享机制。", "三维海图+"),
    ("Platform", "提速建设甲岛市泊位调度平台,借助甲岛城市算力网。", "甲岛市泊位调度平台+ 甲岛城市算力网-"),
    ("DataDomain", "分步有序地开放渔船、航标、水位等领域高质量脱敏公共数据。", "渔船+ 航标+ 水位+"),
    ("DataDomain", "以渔获产品等方式参加省级数据管理部门的评选,开放低成本数据语料等服务。", ""),
    ("Platform", "推动渡口监管系统与省“多船合一”平台对接。", "渡口监管系统+ “多船合一”平台-"),
    (
        "Platform",
        "推进渔民社会保障一体化信息平台建设,完善渡口机构编制管理系统。",
        "渔民社会保障一体化信息平台+ 渡口机构编制管理系统+",
    ),
    ("Platform", "全面推广“渡好办”“港易办”,建设“泊位码”。", "“渡好办”+ “港易办”+ “泊位码”+"),
    ("Platform", "推行“一船一码”“扫码”乘船,推广“好办”“秒批秒办”服务。", ""),
    ("Platform", "加强渡口监管和平台建设,利用现有的场所和平台。", ""),
    ("DataDomain", "推动信用信息交换与共享。", "信用信息+"),
    ("DataDomain", "加强信用信息公示。", ""),
    ("DataDomain", "全面推广使用电子证照、电子印章。", ""),
    ("DataDomain", "编好公共数据资源目录。", "公共数据资源目录+"),
    ("Platform", '打造"渡事通"平台,接入"船政易"系统。', "渡事通平台+ 船政易系统-"),
    ("Platform", "以重点场景牵引“渡事通”平台服务优化升级。", "“渡事通”平台+"),
]


@pytest.mark.parametrize(("label", "words", "names"), ELSEWHERE)
def test_forms_of_other_plans(label: str, words: str, names: str) -> None:
    roles = {"DELIVERS": "+", "PRODUCES": "+", "USES": "-", "CONSUMES": "-"}
    found = {f"{m.name}{roles[m.type]}" for m in read(words).facts.mentions if m.label == label}
    plain = str.maketrans("", "", "“”")
    assert {name.translate(plain) for name in found} == {name.translate(plain) for name in names.split()}


def test_a_heading_that_is_a_name_is_a_task_to_have_it() -> None:
    plan = "青山市2024年工作要点\n一、推进工作\n(一)甲岛船员信息管理平台。实施船员工程。(市甲局牵头)\n"
    assert [(m.name, m.type) for m in read_text(plan).facts.mentions] == [("甲岛船员信息管理平台", "DELIVERS")]
