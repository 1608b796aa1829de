using System.Text;
using System.Text.Json.Nodes;

namespace PixelGpt.Tests.Data.Sources;

/// <summary>Answers that are not as documented: each is told by data set, split, row and value, and none is kept.</summary>
public sealed class HubJsonTests : HubFixture
{
    private const string Train = "hub:owner/sprites, split train";

    public static TheoryData<string, Action<JsonObject>, bool, string> Faults => new()
    {
        { "text for a number", a => Pixels(a)[3] = "x", true, $"{Train}, row 107: pixel_color[3] is \"x\", not a whole number" },
        { "fraction", a => Pixels(a)[3] = 1.5, true, $"{Train}, row 107: pixel_color[3] is 1.5, not a whole number" },
        { "too large", a => Pixels(a)[3] = 99999999999L, true, $"{Train}, row 107: pixel_color[3] is 99999999999, not a whole number" },
        { "no list", a => Row(a)["pixel_color"] = 5, true, $"{Train}, row 107: 'pixel_color' is 5, not a list" },
        { "no cell", a => Row(a).Remove("pixel_color"), true, $"{Train}, row 107: there is no 'pixel_color'" },
        { "no column", a => a["features"]![0]!["name"] = "image", true, $"{Train}: there is no column 'pixel_color', only image" },
        { "no features", a => a.Remove("features"), false, $"{Train}: the hub's answer lacks 'features'" },
        { "no rows", a => a["rows"] = "x", false, $"{Train}: 'rows' of the hub's answer is \"x\", not of the type Array" },
        { "row is text", a => a["rows"]![7] = "x", false, $"{Train}: the hub's answer has \"x\" where an object with 'row_idx' is due" },
        { "out of order", a => a["rows"]![7]!["row_idx"] = 108, false, $"{Train}: the hub sent row 108 where row 107 is due" },
        { "truncated", a => a["rows"]![7]!["truncated_cells"] = new JsonArray("pixel_color"), false, $"{Train}, row 107: the hub cut the cells [\"pixel_color\"] short" },
        { "partial", a => a["partial"] = true, false, $"{Train}: the hub offers only a part" },
        { "no partial", a => a.Remove("partial"), false, $"{Train}: the hub's answer lacks 'partial'" },
        { "fewer in all", a => a["num_rows_total"] = 240, false, $"{Train}: the data set changed on the hub while it was fetched (rows 250 and 240" },
        { "none in all", a => a["num_rows_total"] = -1, false, $"{Train}: the hub gives the split -1 rows" },
        { "row lacking", a => a["rows"]!.AsArray().RemoveAt(99), false, $"{Train}: the hub sent 99 rows from row 100 where 100 are due of 250" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_faulty_page_is_told_and_not_kept(string fault, Action<JsonObject> spoil, bool inData, string expected)
    {
        Server.Edit = (request, answer) =>
        {
            if (request.IsPage("train", 100)) spoil(answer);
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
    public async Task A_split_without_rows_is_named()
    {
        Server.Add(Sprites, "pixel_color", ("train", []), ("dev", Rows(1, 16)), ("test", Rows(1, 16)));

        var e = await Assert.ThrowsAsync<InputException>(() => LoadAsync());
        Assert.Contains($"{Train}: the split has no rows", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pending")]
    [InlineData("failed")]
    public async Task Splits_that_are_not_ready_are_named(string list)
    {
        Server.Edit = (request, answer) =>
        {
            if (request.Path == "/splits" && request["dataset"] == Sprites) answer[list] = new JsonArray(new JsonObject { ["config"] = "default", ["split"] = "dev" });
            return answer;
        };

        var e = await Assert.ThrowsAsync<FailureException>(() => LoadAsync());
        Assert.Contains($$"""hub:owner/sprites: the hub calls splits {{list}}: {"config":"default","split":"dev"}""", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_configurations_and_none_default_are_named()
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

    public static TheoryData<string, byte[]> NoJson => new()
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
    [MemberData(nameof(NoJson))]
    public async Task What_is_no_JSON_of_that_form_is_told(string kind, byte[] body)
    {
        Server.Fault = async (_, context) =>
        {
            await context.Response.Body.WriteAsync(body);
            return true;
        };

        var e = await Assert.ThrowsAsync<FailureException>(() => LoadAsync());

        Assert.True(e.Message.StartsWith("hub:owner/colors: the hub's answer ", StringComparison.Ordinal), $"{kind}: {e.Message}");
        Assert.InRange(e.Message.Length, 30, 400);
        Assert.DoesNotContain('\n', e.Message);
    }

    private static JsonObject Row(JsonObject answer) => answer["rows"]![7]!["row"]!.AsObject();

    private static JsonArray Pixels(JsonObject answer) => Row(answer)["pixel_color"]!.AsArray();
}
