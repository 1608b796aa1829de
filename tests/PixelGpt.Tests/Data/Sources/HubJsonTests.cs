using System.Text;
using System.Text.Json.Nodes;

namespace PixelGpt.Tests.Data.Sources;

/// <summary>Tests responses that violate the documented format: errors state data set, split, row and value, and nothing is cached.</summary>
public sealed class HubJsonTests : HubFixture
{
    private const string Train = "hub:owner/sprites, split train";

    public static TheoryData<string, Action<JsonObject>, bool, string> Faults => new()
    {
        { "text for a number", a => Pixels(a)[3] = "x", true, $"{Train}, row 107: pixel_color[3] must be an integer (got \"x\")" },
        { "fraction", a => Pixels(a)[3] = 1.5, true, $"{Train}, row 107: pixel_color[3] must be an integer (got 1.5)" },
        { "too large", a => Pixels(a)[3] = 99999999999L, true, $"{Train}, row 107: pixel_color[3] must be an integer (got 99999999999)" },
        { "no list", a => Row(a)["pixel_color"] = 5, true, $"{Train}, row 107: 'pixel_color' must be a list of integers (got 5)" },
        { "no cell", a => Row(a).Remove("pixel_color"), true, $"{Train}, row 107: there is no 'pixel_color'" },
        { "no column", a => a["features"]![0]!["name"] = "image", true, $"{Train}: there is no column 'pixel_color'; the columns are image" },
        { "no features", a => a.Remove("features"), false, $"{Train}: the response of the hub has no 'features'" },
        { "no rows", a => a["rows"] = "x", false, $"{Train}: 'rows' in the response of the hub must be of type Array (got \"x\")" },
        { "row is text", a => a["rows"]![7] = "x", false, $"{Train}: the response of the hub has \"x\" instead of an object with 'row_idx'" },
        { "out of order", a => a["rows"]![7]!["row_idx"] = 108, false, $"{Train}: the hub sent row 108 instead of row 107" },
        { "truncated", a => a["rows"]![7]!["truncated_cells"] = new JsonArray("pixel_color"), false, $"{Train}, row 107: the hub truncated the cells [\"pixel_color\"]" },
        { "partial", a => a["partial"] = true, false, $"{Train}: the hub offers only a part" },
        { "no partial", a => a.Remove("partial"), false, $"{Train}: the response of the hub has no 'partial'" },
        { "fewer in all", a => a["num_rows_total"] = 240, false, $"{Train}: the data set changed on the hub during the download (rows 250 and 240" },
        { "none in all", a => a["num_rows_total"] = -1, false, $"{Train}: the hub reports an invalid number of rows: -1" },
        { "row lacking", a => a["rows"]!.AsArray().RemoveAt(99), false, $"{Train}: the hub sent 99 rows from row 100 instead of 100; the split has 250 rows" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task An_invalid_page_is_reported_and_not_cached(string fault, Action<JsonObject> damage, bool inData, string expected)
    {
        Server.Edit = (request, answer) =>
        {
            if (request.IsPage("train", 100)) damage(answer);
            return answer;
        };

        Exception e = await Assert.ThrowsAnyAsync<PixelGptException>(() => LoadAsync());

        Assert.True(e.Message.Contains(expected, StringComparison.Ordinal), $"{fault}: {e.Message}");
        Assert.IsType(inData ? typeof(InputException) : typeof(FailureException), e);
        Assert.DoesNotContain('\n', e.Message);
        Server.Edit = null;
        Assert.Equal(250, (await LoadAsync())["train"].Count);
    }

    [Fact]
    public async Task A_split_without_rows_is_an_error()
    {
        Server.Add(Sprites, "pixel_color", ("train", []), ("dev", Rows(1, 16)), ("test", Rows(1, 16)));

        var e = await Assert.ThrowsAsync<InputException>(() => LoadAsync());
        Assert.Contains($"{Train}: the split has no rows", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pending")]
    [InlineData("failed")]
    public async Task Splits_that_are_not_ready_are_an_error(string list)
    {
        Server.Edit = (request, answer) =>
        {
            if (request.Path == "/splits" && request["dataset"] == Sprites) answer[list] = new JsonArray(new JsonObject { ["config"] = "default", ["split"] = "dev" });
            return answer;
        };

        var e = await Assert.ThrowsAsync<FailureException>(() => LoadAsync());
        Assert.Contains($$"""hub:owner/sprites: the hub reports {{list}} splits: {"config":"default","split":"dev"}""", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_configurations_without_default_are_an_error()
    {
        Server.Edit = (request, answer) =>
        {
            if (request.Path == "/splits")
            {
                answer["splits"]![0]!["config"] = "small";
                answer["splits"]!.AsArray().Add(new JsonObject { ["config"] = "large", ["split"] = "train" });
            }

            return answer;
        };

        var e = await Assert.ThrowsAsync<InputException>(() => LoadAsync());
        Assert.Contains("hub:owner/colors: the data set has the configurations small, large", e.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[]> MalformedResponses => new()
    {
        { "nothing", [] },
        { "cut", """{"splits": [{"dataset": "owner/col"""u8.ToArray() },
        { "page", "<html>hello</html>"u8.ToArray() },
        { "other type", "[1, 2]"u8.ToArray() },
        { "not UTF-8", [.. "{\"splits\": [], \"x\": \""u8, 0xff, .. "\"}"u8] },
        { "lone surrogate", """{"splits": [{"config": "\ud800", "split": "train"}], "pending": [], "failed": []}"""u8.ToArray() },
        { "twice", """{"splits": [], "splits": [], "pending": [], "failed": []}"""u8.ToArray() },
        { "deep", Encoding.UTF8.GetBytes(new string('[', 100_000)) },
    };

    [Theory]
    [MemberData(nameof(MalformedResponses))]
    public async Task Malformed_JSON_is_an_error(string kind, byte[] body)
    {
        Server.Fault = async (_, context) =>
        {
            await context.Response.Body.WriteAsync(body);
            return true;
        };

        var e = await Assert.ThrowsAsync<FailureException>(() => LoadAsync());

        Assert.True(e.Message.StartsWith("hub:owner/colors: the response of the hub ", StringComparison.Ordinal), $"{kind}: {e.Message}");
        Assert.InRange(e.Message.Length, 30, 400);
        Assert.DoesNotContain('\n', e.Message);
    }

    private static JsonObject Row(JsonObject answer) => answer["rows"]![7]!["row"]!.AsObject();

    private static JsonArray Pixels(JsonObject answer) => Row(answer)["pixel_color"]!.AsArray();
}
