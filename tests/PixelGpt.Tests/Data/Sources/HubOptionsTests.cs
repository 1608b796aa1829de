using PixelGpt.Data.Sources.Hub;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Data.Sources;

public sealed class HubOptionsTests : IDisposable
{
    private readonly TemporaryFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public void Without_variables_the_public_hub_is_used()
    {
        HubOptions options = From();

        Assert.Equal(new Uri("https://datasets-server.huggingface.co"), options.Endpoint);
        Assert.Equal(Path.Combine(_user.Path, ".cache", "huggingface"), options.Home);
        Assert.Null(options.Token);
        Assert.False(options.Offline);
    }

    [Theory]
    [InlineData("HF_HOME", "/data/hf", "/data/hf")]
    [InlineData("HF_HOME", "~/hf", "~/hf")]
    [InlineData("HF_HOME", "$XDG_CACHE_HOME/a/${XDG_CACHE_HOME}", "$XDG_CACHE_HOME/a/${XDG_CACHE_HOME}")]
    [InlineData("XDG_CACHE_HOME", "/xdg", "/xdg/huggingface")]
    [InlineData("HF_HOME", "", "~/.cache/huggingface")]
    public void The_home_folder_is_that_of_the_Hugging_Face_libraries(string variable, string value, string expected)
    {
        Assert.Equal(expected.Replace("~", _user.Path, StringComparison.Ordinal), From((variable, value)).Home);
    }

    [Fact]
    public void Variables_in_a_path_are_expanded() =>
        Assert.Equal("/big/hf/big", From(("HF_HOME", "$DISK/hf${DISK}"), ("DISK", "/big")).Home);

    [Theory]
    [InlineData("HF_ENDPOINT", "https://hf-mirror.com", "https://datasets-server.hf-mirror.com/")]
    [InlineData("PIXELGPT_HUB_ENDPOINT", "http://127.0.0.1:8000/viewer", "http://127.0.0.1:8000/viewer")]
    public void The_endpoint_is_read_from_its_variable(string variable, string value, string expected) =>
        Assert.Equal(new Uri(expected), From(("HF_ENDPOINT", "https://other.example"), (variable, value)).Endpoint);

    [Theory]
    [InlineData("HF_ENDPOINT", "huggingface.co")]
    [InlineData("PIXELGPT_HUB_ENDPOINT", "ftp://x")]
    public void An_invalid_endpoint_is_an_error(string variable, string value)
    {
        var e = Assert.Throws<InputException>(() => From((variable, value)));
        Assert.Contains($"(got '{value}')", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_token_is_read_from_the_variable_or_else_from_a_file()
    {
        string elsewhere = _user.Write("elsewhere", "hf_elsewhere");
        Directory.CreateDirectory(_user["hf"]);
        _user.Write(Path.Combine("hf", "token"), "  hf_file\r\n");

        Assert.Equal("hf_file", From(("HF_HOME", _user["hf"])).Token);
        Assert.Equal("hf_elsewhere", From(("HF_HOME", _user["hf"]), ("HF_TOKEN_PATH", elsewhere)).Token);
        Assert.Equal("hf_set", From(("HF_HOME", _user["hf"]), ("HF_TOKEN_PATH", elsewhere), ("HF_TOKEN", " hf_set\n")).Token);
    }

    [Fact]
    public void An_invalid_token_is_rejected_and_not_shown()
    {
        var e = Assert.Throws<InputException>(() => From(("HF_TOKEN", "hf_söcret")));

        Assert.StartsWith("HF_TOKEN: ", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("cret", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("true", true)]
    [InlineData("0", false)]
    public void Offline_accepts_the_values_of_Hugging_Face(string value, bool offline) => Assert.Equal(offline, From(("HF_HUB_OFFLINE", value)).Offline);

    private HubOptions From(params (string Name, string Value)[] variables) =>
        HubOptions.From(name => variables.LastOrDefault(v => v.Name == name).Value, _user.Path);
}
