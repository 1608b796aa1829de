using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Tests.Samples;

/// <summary>Uses the page of <c>samples/browser</c> as a visitor would, and compares its pictures with PixelGpt's.</summary>
public sealed class BrowserSampleTests(BrowserSampleFixture sample) : IClassFixture<BrowserSampleFixture>
{
    [BrowserSampleTheory]
    [InlineData("built-in", 16, 16)]
    [InlineData("gpt2", 6, 5)]
    [InlineData("mistral", 6, 5)]
    [InlineData("pixelgpt-value-residual", 6, 5)]
    public async Task Greedy_completions_are_those_of_PixelGpt(string name, int width, int height)
    {
        PixelModel model = BrowserSampleFixture.Models[name].Value;
        IPage page = await sample.OpenAsync(name);
        bool anyOrder = model.SupportsAnyOrder;
        int[] painted = anyOrder ? [0, 3, (width * 2) + 1, (width * 3) + 4, (width * height) - 2] : [0, 1, 2, 3];
        var random = new PhiloxRandom(3);
        int[] colors = [.. painted.Select(_ => random.NextInt32(model.Palette.Count))];
        for (int i = 0; i < painted.Length; i++) await PaintAsync(page, painted[i], colors[i], width, height);
        await page.FillAsync("#temperature", "0");
        int[] pixels = await CompleteAsync(page);

        int[] expected;
        if (anyOrder)
        {
            int[] picture = new int[width * height];
            bool[] mask = [.. picture.Select(_ => true)];
            for (int i = 0; i < painted.Length; i++) (picture[painted[i]], mask[painted[i]]) = (colors[i], false);
            expected = model.Fill(new Sprite(width, height, picture), mask, threads: 1)[0].Pixels.ToArray();
        }
        else
        {
            expected = model.Complete(new Sprite(width, height, colors), threads: 1)[0].Pixels.ToArray();
        }

        Assert.Equal(expected, pixels);
        Assert.Contains("pixels in", await page.TextContentAsync("#status"));
    }

    [BrowserSampleFact]
    public async Task The_seed_determines_a_sampled_picture()
    {
        IPage page = await sample.OpenAsync("gpt2");
        await PaintAsync(page, 0, 2, 6, 5);
        await page.FillAsync("#temperature", "1.5");
        await page.FillAsync("#top-p", "1");
        int[] first = await CompleteAsync(page);
        await page.ClickAsync("#again");
        await BrowserSampleFixture.WaitUntilReadyAsync(page);
        Assert.Equal("1", await page.InputValueAsync("#seed"));
        Assert.NotEqual(first, await PixelsAsync(page));
        await page.ClickAsync("#clear");
        await page.FillAsync("#seed", "0");
        await PaintAsync(page, 0, 2, 6, 5);
        Assert.Equal(first, await CompleteAsync(page));
    }

    [BrowserSampleFact]
    public async Task Pictures_are_painted_with_the_keyboard_and_a_chosen_file_is_loaded()
    {
        IPage page = await sample.OpenAsync("gpt2");
        await page.SetInputFilesAsync("#file", sample.Folder["pixelgpt-value-residual.onnx"]);
        await page.WaitForFunctionAsync("() => document.querySelector('#about').textContent.includes('draws any pixels')");
        await page.FocusAsync("#canvas");
        foreach (string key in (string[])["ArrowRight", "ArrowRight", "ArrowDown", "Space"]) await page.Keyboard.PressAsync(key);
        int[] pixels = await PixelsAsync(page);
        Assert.Equal(1, pixels[6 + 2]);
        Assert.Equal(29, pixels.Count(p => p == -1));
    }

    [BrowserSampleFact]
    public async Task A_file_that_is_no_model_is_refused_with_a_reason()
    {
        IPage page = await sample.OpenAsync("gpt2");
        await page.SetInputFilesAsync("#file", new FilePayload { Name = "other.onnx", MimeType = "application/octet-stream", Buffer = "no model"u8.ToArray() });
        await page.WaitForFunctionAsync("() => document.querySelector('#about').textContent.startsWith('other.onnx could not be loaded: ')");
    }

    [BrowserSampleTheory]
    [InlineData(390, false)]
    [InlineData(1280, true)]
    public async Task The_page_fits_and_is_accessible(int width, bool isDark)
    {
        IPage page = await sample.OpenAsync("built-in", width, isDark);
        Assert.InRange(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth"), -1000, 0);
        AxeResult result = await page.RunAxe(new AxeRunOptions { RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa") });
        Assert.Empty(result.Violations.Select(v => $"{v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Select(n => n.Html).Take(3))}"));
    }

    /// <summary>Chooses a colour and clicks on a pixel.</summary>
    private static async Task PaintAsync(IPage page, int pixel, int color, int width, int height)
    {
        await page.Locator("#palette button").Nth(color + 1).ClickAsync();
        LocatorBoundingBoxResult box = (await page.Locator("#canvas").BoundingBoxAsync())!;
        await page.Mouse.ClickAsync(box.X + (((pixel % width) + 0.5f) / width * box.Width), box.Y + (((pixel / width) + 0.5f) / height * box.Height));
    }

    private static async Task<int[]> CompleteAsync(IPage page)
    {
        await page.ClickAsync("#complete");
        await BrowserSampleFixture.WaitUntilReadyAsync(page);
        return await PixelsAsync(page);
    }

    private static Task<int[]> PixelsAsync(IPage page) => page.EvaluateAsync<int[]>("async () => (await import('./main.js')).picture.pixels");
}
