namespace PixelGpt.Tests.Studio.Browser;

public sealed class ChromiumTests
{
    [Theory]
    [InlineData(true, null, null)]
    [InlineData(true, null, "false")]
    [InlineData(false, null, "true")]
    [InlineData(false, "/usr/bin/chromium", null)]
    [InlineData(false, "/usr/bin/chromium", "true")]
    public void Browser_tests_are_never_skipped_on_a_build_server(bool isSkipped, string? path, string? ci) => Assert.Equal(isSkipped, Chromium.Skip(path, ci) is not null);
}
