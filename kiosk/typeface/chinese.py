"""Which characters form a word: Chinese has no spaces between words, and a line should not end inside one.

The list holds words that are frequent on screens, tickets and notices of a hall. It need not be complete: a missing
word is only more likely to be broken between lines.
"""

from __future__ import annotations

_WORDS = """
取号 叫号 过号 叫到 取到 号码 号票 排队 队列 窗口 大厅 屏幕 大屏幕 休息区 咨询台 读卡区 读卡器 扫码窗 取号机 打印机
等候 稍等 稍后 稍候 请稍 前面 后面 预约 预约码 取件 取件码 签到 扫码 二维码 刷卡 读卡 手机 手机号 短信 电话 热线
广播 显示 打印 补打 拍照 记下 照样 有效 普通号 备用号 首页 返回 重新 选择 确认 取消 保留 继续 恢复 暂停 服务 停止
办理 办事 办完 办成 办结 受理 接件 出件 领取 送达 邮寄 自助 帮办 帮办员 帮办人员 工作人员 管理员 人员 制服 身边 专窗
综合 咨询 查询 反映 反映岗 受理岗 评价 意见 建议 诉求 投诉 监督 核实 整改 回应 回访 协调 部门 单位 机构 其他 其它
政务 政策 社区 街道 中心 服务站 服务中心 便民 利民 区民政局 民政局 公安局 卫生 健康 人力 社保 社保局 医保 税务 公积金
身份证 居住证 户口簿 户口本 户口页 结婚证 离婚证 出生证 光荣证 老年证 残疾证 驾驶证 营业执照 毕业证 社保卡 医保卡
社会 保障 保障卡 保险 养老 医疗 失业 工伤 生育 登记 变更 注销 参保 缴费 待遇 资格 认证 认定 核查 审核 审批 批准 备案
救助 补助 补贴 津贴 低保 低收入 困难 困境 特困 临时 采暖 丧葬 奖励 扶助 护理 抚恤 优待 优抚 减免 申请 申报 发放 生活费
老年人 老人 高龄 残疾 残疾人 残障 残障人士 人士 孕妇 婴儿 婴幼儿 携带 儿童 子女 父母 独生 夫妻 家庭 成员 居民 城乡
军人 军属 现役 退役 退役军人 烈士 病弱 行动 不便 优先 情况 属于 以上 以下 以内 以前 以后 之外 之前 之后 之内 以外
证件 证明 材料 原件 复印件 照片 表格 填表 填写 文件 票据 通知书 告知书 受理单 委托书 协议 合同 发票 收据 结果 说明 录取
本人 代办 双方 全家 姓名 年龄 性别 地址 签字 盖章 出示 提供 提交 补充 补正 准备 备好 备齐 齐全 要求 条件 内容 项目 事项
指南 流程 手续 程序 时限 期限 承诺 当场 当天 当日 即时 限时 一次 一次性 多次 每次 再次 重复 同样 增加 减少 新的 额外
告知 解释 讲解 说清 清楚 明白 耐心 热情 态度 主动 指导 帮助 帮忙 照顾 解决 问题 满意 不满意 基本 非常 希望 感谢 谢谢
时间 今天 明天 昨天 上午 中午 下午 早晚 工作日 周一 周二 周三 周四 周五 周六 周日 星期 小时 分钟 左右 现在 目前 马上
回来 延时 对外 对外服务 开始 结束 开放 休息 用餐 吃饭 开会 节日 假日 节假日 元旦 春节 清明 国庆 端午 中秋 法定 照常
可以 可能 不能 不要 不会 不可 不用 不必 不再 不是 没有 已经 正在 还有 需要 必须 应当 应该 请求 或者 以及 并且 如果 因为
所以 但是 然后 直接 全程 就近 网上 线上 线下 上门 自动 移动 变化 拿开 拿出 取出 平放 对准 放在 收到 收取 留下 留意 留言
下方 上方 左侧 右侧 左边 右边 中间 旁边 门口 大门 大门口 东侧 西侧 南侧 北侧 楼层 东门 西门 这里 那里 哪里 哪个
这个 那个 每个 一个 几个 一下 一张 一项 一窗 一窗受理 一起 一直 一样 有人 没人 大家 我们 你们 他们 自己 您好 您的
输入 删除 清空 清除 信息 内容 密码 发送 发出 告诉 通知 提醒 检查 核对 更多 更换 换个 方式 方法 别的 其中 全部 部分
网络 不通 网络不通 系统 故障 设备 存储 状态 联系 连接 失去 安排 处理 急事 有急事 记录 保存 提出 疑问 注意 安静
叫到您时 开始取号 身穿 手里 手上 卡套 钱包 触摸 点按 十字 红色 帮您 找人 长者 模式 首次 重要 公共 法律
取走 来取 钥匙 较长 较短 很久 太长 次数 年度 月份 附近 前后 先后 先到 到站 到时 超过 不足 以来 至今 直至 期间 同意 拒绝
援助 人民 北京 北京市
"""

WORDS = frozenset(_WORDS.split())
LONGEST = max(map(len, WORDS))

FOLLOWS = frozenset("的了吗呢吧们着过时后前里中内上下")
"""Single characters that belong to the word before them."""

LEADS = frozenset("请我不没把在从向对或和与及被为给让再先还也都很太最第共每各")
"""Single characters that belong to the word after them."""


def starts(text: str) -> tuple[frozenset[int], frozenset[int]]:
    """Positions in `text` inside a word, and positions where a word of the list begins. Words are matched from the end,
    the longest first, which fails less often than matching from the beginning."""
    inside: set[int] = set()
    begins: set[int] = set()
    end = len(text)
    while end > 0:
        size = next((n for n in range(min(LONGEST, end), 1, -1) if text[end - n : end] in WORDS), 1)
        if size > 1:
            begins.add(end - size)
            inside.update(range(end - size + 1, end))
        end -= size
    return frozenset(inside), frozenset(begins)
