using System.IO.Compression;
using System.Text.Json.Nodes;
using PixelGpt.Studio;
using PixelGpt.Studio.Configuration;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio.Editor;

/// <summary>The Aseprite extension in a Lua interpreter, with a stand-in of Aseprite's documented API and a real studio with the built-in model.</summary>
public sealed class AsepriteExtensionTests : IAsyncLifetime
{
    private const string Key = "a-secret-of-sixteen";

    /// <summary>A picture of 16×16 pixels whose upper half is painted with two colours; the lower half is transparent.</summary>
    private const string HalfDone = """
        sprite, image = stub.newSprite(16, 16, ColorMode.RGB)
        red, blue = app.pixelColor.rgba(200, 30, 40), app.pixelColor.rgba(20, 40, 210)
        cel = sprite.layers[1]:cel(1)
        for y = 0, 7 do for x = 0, 15 do cel.image:drawPixel(x, y, (x + y) % 3 == 0 and red or blue) end end
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly AsepriteHost _aseprite = new();
    private StudioServer? _studio;

    private StudioOptions Options => new() { Port = 0, Models = _folder["none"], Threads = 2 };

    private Uri Address => _studio!.Address;

    public static TheoryData<string> Scripts => [.. Directory.GetFiles(AsepriteHost.ExtensionFolder, "*.lua").Select(p => Path.GetFileName(p))];

    public async ValueTask InitializeAsync() => _studio = await StudioServer.StartAsync(Options);

    public async ValueTask DisposeAsync()
    {
        await _studio!.DisposeAsync();
        _aseprite.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Scripts_are_valid_Lua(string script) => Assert.Null(AsepriteHost.SyntaxError(Path.Combine(AsepriteHost.ExtensionFolder, script)));

    [Fact]
    public void Candidates_become_layers_with_the_drawn_pixels()
    {
        DrawHalfDone();
        Assert.Equal("", _aseprite.Alerts);
        Assert.Equal("PixelGpt", _aseprite.Get("sprite.layers[2].name"));
        Assert.Equal("PixelGpt 2 PixelGpt 1", _aseprite.Get("sprite.layers[2].layers[1].name .. ' ' .. sprite.layers[2].layers[2].name"));
        Assert.Equal("false true", _aseprite.Get("tostring(sprite.layers[2].layers[1].isVisible) .. ' ' .. tostring(sprite.layers[2].layers[2].isVisible)"));
        Assert.Equal((1, 1), (_aseprite.GetInteger("stub.undoSteps"), _aseprite.GetInteger("stub.transactions")));
        Assert.Contains("2 candidates", _aseprite.Get("stub.text('status')"));

        // The painted half is left out, and the lower half has only the colours of the picture.
        _aseprite.Run("""
            drawn, others = 0, 0
            for _, layer in ipairs(sprite.layers[2].layers) do
              local image = layer:cel(1).image
              for y = 0, 15 do for x = 0, 15 do
                local pixel = image:getPixel(x, y)
                if pixel ~= 0 and (y < 8 or (pixel ~= red and pixel ~= blue)) then others = others + 1 end
                if pixel ~= 0 then drawn = drawn + 1 end
              end end
            end
            """);
        Assert.Equal(0, _aseprite.GetInteger("others"));
        Assert.True(_aseprite.GetInteger("drawn") > 0);
    }

    [Fact]
    public void Drawing_again_gives_other_candidates_and_the_settings_are_kept()
    {
        DrawHalfDone();
        _aseprite.Draw();
        _aseprite.Run("""
            function same(a, b) for i = 0, 255 do if a.pixels[i] ~= b.pixels[i] then return false end end return true end
            first, second = sprite.layers[2].layers[2]:cel(1).image, sprite.layers[3].layers[2]:cel(1).image
            """);
        Assert.Equal("false", _aseprite.Get("same(first, second)"));
        Assert.Equal("false true", _aseprite.Get("tostring(sprite.layers[2].isVisible) .. ' ' .. tostring(sprite.layers[3].isVisible)"));
        Assert.Equal(2, _aseprite.GetInteger("stub.undoSteps"));
        _aseprite.Run("stub.press('close') stub.commands.PixelGpt.onclick()");
        Assert.Equal(("2", Address.ToString()), (_aseprite.Get("stub.dialog().data.count"), _aseprite.Get("stub.dialog().data.address")));
    }

    [Fact]
    public void Candidates_become_frames_with_the_whole_picture()
    {
        _aseprite.Run(HalfDone);
        _aseprite.OpenDialog(Address);
        _aseprite.Run("stub.set('destination', 'New frames')");
        _aseprite.Draw();
        Assert.Equal("", _aseprite.Alerts);
        Assert.Equal((3, 1), (_aseprite.GetInteger("#sprite.frames"), _aseprite.GetInteger("stub.undoSteps")));
        _aseprite.Run("""
            changed = 0
            for frame = 2, 3 do
              local image = sprite.layers[2]:cel(frame).image
              for y = 0, 7 do for x = 0, 15 do if image:getPixel(x, y) ~= cel.image:getPixel(x, y) then changed = changed + 1 end end end
            end
            """);
        Assert.Equal(0, _aseprite.GetInteger("changed"));
    }

    [Theory]
    [InlineData("INDEXED", 7)]
    [InlineData("INDEXED", 0)]
    [InlineData("GRAY", 0)]
    [InlineData("RGB", 0)]
    public void A_selection_is_drawn_again_in_every_colour_mode(string mode, int transparent)
    {
        _aseprite.Run($$"""
            local palette = {}
            for i = 0, 7 do palette[i + 1] = Color{ r = 30 * i, g = 20 * i, b = 255 - 30 * i } end
            sprite = stub.newSprite(20, 16, ColorMode.{{mode}}, palette, {{transparent}})
            values = { INDEXED = { 1, 2 }, GRAY = { app.pixelColor.graya(40), app.pixelColor.graya(200) }, RGB = { app.pixelColor.rgba(9, 8, 7), app.pixelColor.rgba(90, 80, 70) } }
            values = values.{{mode}}
            background = ColorMode.{{mode}} == ColorMode.INDEXED and sprite.transparentColor or 0
            original = sprite.layers[1]:cel(1).image
            for y = 0, 15 do for x = 0, 19 do original:drawPixel(x, y, values[1 + (x // 2 + y) % 2]) end end
            sprite.selection:select(Rectangle(3, 4, 6, 5))
            sprite.selection.excluded["3,4"] = true
            """);
        _aseprite.OpenDialog(Address);
        _aseprite.Draw();
        Assert.Equal("", _aseprite.Alerts);
        _aseprite.Run("""
            outside, wrong, drawn = 0, 0, 0
            local new = sprite.layers[2].layers[2]:cel(1)
            for y = 0, 15 do for x = 0, 19 do
              local pixel = new.image:getPixel(x, y)
              if pixel ~= background then
                drawn = drawn + 1
                if not sprite.selection:contains(Point(x, y)) then outside = outside + 1 end
                if pixel ~= values[1] and pixel ~= values[2] then wrong = wrong + 1 end
              end
            end end
            """);

        // The sprite has no transparency, so every selected pixel gets a colour.
        Assert.Equal((29, 0, 0), (_aseprite.GetInteger("drawn"), _aseprite.GetInteger("outside"), _aseprite.GetInteger("wrong")));
    }

    [Fact]
    public void Other_colours_of_the_palette_are_used_on_request()
    {
        _aseprite.Run("sprite = stub.newSprite(16, 16, ColorMode.RGB, { Color{ r = 10, g = 20, b = 30 }, Color{ r = 250, g = 120, b = 30 } })");
        _aseprite.Run("sprite.layers[1]:cel(1).image:drawPixel(3, 3, app.pixelColor.rgba(10, 20, 30))");
        _aseprite.OpenDialog(Address);
        _aseprite.Run("stub.set('allColors', true) stub.set('wildness', 100)");
        _aseprite.Draw();
        Assert.Equal("", _aseprite.Alerts);
        Assert.Equal(2, _aseprite.GetInteger("#sprite.layers[2].layers"));
    }

    [Fact]
    public void The_surroundings_of_a_selection_in_a_large_sprite_are_sent()
    {
        _aseprite.Run("""
            sprite = stub.newSprite(100, 80, ColorMode.RGB)
            original = sprite.layers[1]:cel(1).image
            for y = 0, 79 do for x = 0, 99 do original:drawPixel(x, y, app.pixelColor.rgba(x // 3 % 2 * 200, y // 40 * 200, 50)) end end
            sprite.selection:select(Rectangle(92, 70, 20, 6))
            """);
        _aseprite.OpenDialog(Address);
        _aseprite.Draw();
        Assert.Equal("", _aseprite.Alerts);
        Assert.Equal("36 16 64 64", _aseprite.Get("(function() local c = sprite.layers[2].layers[2]:cel(1) return c.position.x .. ' ' .. c.position.y .. ' ' .. c.image.width .. ' ' .. c.image.height end)()"));
        _aseprite.Run("stub.set('destination', 'New frames')");
        _aseprite.Draw();
        _aseprite.Run("""
            changed = 0
            local frame = sprite.layers[3]:cel(2).image
            for y = 0, 79 do for x = 0, 99 do
              if not sprite.selection:contains(Point(x, y)) and frame:getPixel(x, y) ~= original:getPixel(x, y) then changed = changed + 1 end
            end end
            """);
        Assert.Equal(0, _aseprite.GetInteger("changed"));
    }

    [Theory]
    [InlineData("sprite = stub.newSprite(100, 80, ColorMode.RGB)", "The sprite is 100×80 pixels, and the model draws at most 64×64 at a time. Select the part to draw, and try again.")]
    [InlineData("sprite = stub.newSprite(100, 80, ColorMode.RGB) sprite.selection:select(Rectangle(0, 0, 70, 5))", "The selection is 70×5 pixels, and the model draws at most 64×64 at a time. Select a smaller part, and try again.")]
    [InlineData("sprite = stub.newSprite(16, 16, ColorMode.RGB)", "There is only one colour to draw with; paint a few pixels first, or let the model use all colours of the palette.")]
    [InlineData("sprite, image = stub.newSprite(16, 16, ColorMode.RGB) sprite.layers[1]:cel(1).image:clear(app.pixelColor.rgba(1, 2, 3))", "Every pixel is painted, so there is nothing to draw; erase what the model is to draw, or select it.")]
    public void Sprites_that_cannot_be_drawn_are_explained(string setUp, string message)
    {
        _aseprite.Run(setUp);
        _aseprite.OpenDialog(Address);
        _aseprite.Draw();
        Assert.Equal(message, _aseprite.Alerts);
        Assert.Equal(0, _aseprite.GetInteger("stub.undoSteps"));
    }

    [Fact]
    public async Task A_studio_that_does_not_run_is_explained()
    {
        StudioServer server = await StudioServer.StartAsync(Options);
        Uri closed = server.Address;
        await server.DisposeAsync();
        _aseprite.Run(HalfDone);
        _aseprite.OpenDialog(closed);
        _aseprite.Draw();
        Assert.Contains($"There is no connection to the studio at {closed}", _aseprite.Alerts);
        Assert.Contains("pixelgpt studio", _aseprite.Alerts);
        _aseprite.Run("stub.set('address', 'ftp://nowhere') stub.press('draw')");
        Assert.Contains("must look like http://127.0.0.1:5050", _aseprite.Alerts);
    }

    [Fact]
    public void A_connection_that_the_user_does_not_allow_is_explained()
    {
        _aseprite.Run(HalfDone);
        _aseprite.OpenDialog(Address);
        _aseprite.Run("stub.deniesConnections = true stub.press('draw')");
        Assert.Contains("allow the extension to connect", _aseprite.Alerts);
        _aseprite.Run("stub.deniesConnections = false");
        _aseprite.Draw();
        Assert.Equal(2, _aseprite.GetInteger("#sprite.layers[2].layers"));
    }

    [Fact]
    public async Task The_API_key_is_sent_in_the_greeting()
    {
        await using StudioServer locked = await StudioServer.StartAsync(Options with { ApiKey = Key });
        _aseprite.Run(HalfDone);
        _aseprite.OpenDialog(locked.Address);
        _aseprite.Draw();
        Assert.Contains("The API key is missing or wrong", _aseprite.Alerts);
        _aseprite.Run($"stub.set('key', '{Key}')");
        _aseprite.Draw();
        Assert.Equal(2, _aseprite.GetInteger("#sprite.layers[2].layers"));
    }

    [Fact]
    public async Task Closing_the_dialog_stops_the_drawing()
    {
        var gate = new GenerationGate();
        await using StudioServer slow = await StudioServer.StartAsync(Options with { BeforeStep = gate.Pass });
        using GenerationGate openedAtEnd = gate;
        using var client = new HttpClient { BaseAddress = slow.Address };
        _aseprite.Run(HalfDone);
        _aseprite.OpenDialog(slow.Address);
        _aseprite.Run("stub.press('draw')");
        _aseprite.PumpUntil("stub.text('status'):match('Drawing') ~= nil");
        _aseprite.Run("stub.press('close')");
        while (!(await client.GetStringAsync("/metrics")).Contains("outcome=\"abandoned\"} 2\n", StringComparison.Ordinal)) await Task.Yield();
        Assert.Equal(1, _aseprite.GetInteger("#sprite.layers"));
        Assert.Equal("", _aseprite.Alerts);
    }

    [Fact]
    public void A_sprite_that_was_closed_gets_no_candidates()
    {
        _aseprite.Run(HalfDone);
        _aseprite.OpenDialog(Address);
        _aseprite.Run("stub.press('draw') app.sprites = {}");
        _aseprite.PumpUntil("stub.text('draw') == 'Draw'");
        Assert.Contains("was closed", _aseprite.Alerts);
    }

    [Fact]
    public async Task The_studio_offers_the_extension_as_a_download()
    {
        using var client = new HttpClient { BaseAddress = Address };
        byte[] file = await client.GetByteArrayAsync("/pixelgpt.aseprite-extension");
        using var zip = new ZipArchive(new MemoryStream(file));
        Assert.Equal(Directory.GetFiles(AsepriteHost.ExtensionFolder).Select(p => Path.GetFileName(p)).Order(), zip.Entries.Select(e => e.FullName).Order());
        JsonNode package = JsonNode.Parse(new StreamReader(zip.GetEntry("package.json")!.Open()).ReadToEnd())!;
        Assert.Equal("./main.lua", (string)package["contributes"]!["scripts"]![0]!["path"]!);
        Assert.StartsWith((string)package["version"]!, typeof(StudioServer).Assembly.GetName().Version!.ToString());
        Assert.Contains("href=\"pixelgpt.aseprite-extension\"", await client.GetStringAsync("/"));
    }

    private void DrawHalfDone()
    {
        _aseprite.Run(HalfDone);
        _aseprite.OpenDialog(Address);
        _aseprite.Draw();
    }
}
