# 驻点直联 · the bench. `make help` lists what there is; python3 does the work (config/setup).

SETUP := python3 -m config.setup
HOST ?= 127.0.0.1
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run stop test bench faults security test-site services status lint format lock clean distclean

help: ## 列出命令 · list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

run: ## 安装并运行,Ctrl-C 停止 · set up and serve; HOST=0.0.0.0 for phones in the same network
	@$(SETUP) run --host $(HOST)

stop: ## 停止运行和数据库 · stop the run and the services
	@$(SETUP) stop

test: ## 运行全部测试 · run the tests; ARGS="path -k name" for some of them
	@$(SETUP) test -- $(ARGS)

bench: ## 性能对照,约二十分钟,结果不判对错 · measure; ARGS="a d" for some parts, ARGS=--quick for a trial
	@ZHILIAN_TEST_SITE=bench.localhost $(SETUP) bench -- $(ARGS)

faults: ## 故障演练:断电、磁盘满、时钟跳变、备份恢复、升级 · kill, fill, restore, upgrade; ARGS="visits disk" for some
	@ZHILIAN_TEST_SITE=faults.localhost $(SETUP) faults -- $(ARGS)

security: ## 攻击测试:权限、注入、文件、脚本,约半小时 · attack a site of its own, about half an hour
	@ZHILIAN_TEST_SITE=security.localhost ZHILIAN_SECURITY=full $(SETUP) security

services: ## 只启动数据库和缓存 · start MariaDB and Redis only, and leave them running
	@$(SETUP) services

test-site: ## 重建测试站点 · make the test site anew
	@$(SETUP) test-site

status: ## 查看运行情况 · what is running
	@$(SETUP) status

lint: ## 检查代码风格 · check style (Python and JavaScript)
	@$(SETUP) lint

format: ## 整理代码格式 · put the code into that style
	@$(SETUP) format

lock: ## 更新依赖锁定文件 · resolve the requirements anew
	@$(SETUP) lock

clean: ## 删除可重新生成的内容,保留数据 · remove what can be made again; data stays
	@$(SETUP) clean

distclean: ## 连同数据全部删除,会先询问 · remove all, data too; asks first
	@$(SETUP) distclean
