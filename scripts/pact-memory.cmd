@echo off
rem Starts PACT Memory on Windows: the MCP server without arguments, a command with them.
rem Everything this script has to say goes to stderr; stdout carries the protocol.
setlocal EnableExtensions DisableDelayedExpansion
for %%I in ("%~dp0..") do set "ROOT=%%~fI"
set "JAR=%ROOT%\target\pact-memory.jar"
set "LOG=%ROOT%\target\launcher.log"

set "JDK="
if defined PACT_MEMORY_JAVA call :try "%PACT_MEMORY_JAVA%"
if defined PACT_MEMORY_JAVA if not defined JDK (
  echo pact-memory: PACT_MEMORY_JAVA does not name the home of a JDK 25 or later.>&2
  exit /b 1
)
if not defined JDK if defined JAVA_HOME call :try "%JAVA_HOME%"
if not defined JDK for /f "delims=" %%J in ('where java 2^>nul') do for %%K in ("%%~dpJ..") do call :try "%%~fK"
if not defined JDK for /d %%J in ("%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*" "%ProgramFiles%\Microsoft\jdk*" "%ProgramFiles%\Zulu\*" "%ProgramFiles%\Amazon Corretto\*" "%USERPROFILE%\.jdks\*" "%USERPROFILE%\scoop\apps\*jdk*\current") do call :try "%%~fJ"
if not defined JDK (
  echo pact-memory: needs a JDK 25 or later and found none.>&2
  echo pact-memory: Install one, for example from https://adoptium.net, or set PACT_MEMORY_JAVA to its home.>&2
  exit /b 1
)

if exist "%JAR%" goto start
where mvn >nul 2>nul
if errorlevel 1 (
  echo pact-memory: Maven ^(mvn^) is needed to build and is not on the PATH.>&2
  exit /b 1
)
echo pact-memory: building, the first time this takes a few minutes; details in "%LOG%">&2
if not exist "%ROOT%\target" mkdir "%ROOT%\target"
setlocal
set "JAVA_HOME=%JDK%"
pushd "%ROOT%"
call mvn -B -ntp -q -Dquick -Dmaven.test.skip=true package <nul >"%LOG%" 2>&1
set "BUILT=%errorlevel%"
popd
endlocal & set "BUILT=%BUILT%"
if not "%BUILT%"=="0" (
  echo pact-memory: the build failed; see "%LOG%">&2
  exit /b 1
)

:start
set "ORT_DISABLE_TELEMETRY=1"
set "JAVA_TOOL_OPTIONS="
set "JDK_JAVA_OPTIONS="
set "_JAVA_OPTIONS="
"%JDK%\bin\java.exe" -XX:+UseSerialGC -Xms16m -Xmx256m -Xss512k -XX:-UsePerfData -XX:CompileThresholdScaling=3 -XX:+DisplayVMOutputToStderr -Xlog:disable -Xlog:all=error:stderr "-XX:ErrorFile=%ROOT%\target\hs_err_%%p.log" --enable-native-access=ALL-UNNAMED -Djava.awt.headless=true "-Dpact.launcher=%~f0" %PACT_MEMORY_JAVA_OPTS% -jar "%JAR%" %*
exit /b %errorlevel%

rem Takes a directory as the JDK if its release file names 25 or later.
:try
if defined JDK exit /b 0
if not exist "%~1\bin\java.exe" exit /b 0
if not exist "%~1\release" exit /b 0
set "MAJOR=0"
for /f "tokens=2 delims==.-+" %%V in ('findstr /b "JAVA_VERSION=" "%~1\release"') do set "MAJOR=%%~V"
set "MAJOR=%MAJOR:"=%"
if %MAJOR% GEQ 25 set "JDK=%~1"
exit /b 0
