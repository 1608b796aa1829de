using PixelGpt.Benchmarking;
using PixelGpt.Models;
using PixelGpt.Models.Composition;
using PixelGpt.Models.Families;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Benchmarking;

/// <summary>Compares the counted operations with operations counted by hand.</summary>
public class UsefulOperationsTests
{
    [Fact]
    public void The_small_GPT2_is_counted_correctly()
    {
        // 399 positions. Per position and layer: qkv 64×192, output 64×64, MLP 64×256 twice. Attention: 2 products of width 64
        // over 399·400/2 pairs. Tied head: 64×167.
        TransformerDescription shape = ModelConfig.Default(ModelFamily.Find("gpt2"), 167, 20, 20).Description;
        const double Block = (399 * ((64 * 192) + (64 * 64) + (2.0 * 64 * 256))) + (2 * 64 * 79_800);
        const double Forward = 2 * ((2 * Block) + (399 * 64 * 167));
        Assert.Equal(127_833_216, Forward);
        Assert.Equal(Forward, UsefulOperations.Forward(shape, 399, 399));
        Assert.Equal(3 * Forward, UsefulOperations.Training(shape, 400));
    }

    [Fact]
    public void Grouped_query_attention_and_SwiGlu_are_counted_correctly()
    {
        // Hidden size 20; 4 query heads of 6 over 2 key heads: qkv 20×48, output 24×20; gate, up and down 20×27; 5 positions without a sliding window.
        TransformerDescription shape = TinyModels.LlamaLike("llama").Description;
        const double Block = (5 * ((20 * 48) + (24 * 20) + (3.0 * 20 * 27))) + (2 * 24 * 15);
        Assert.Equal(2 * ((3 * Block) + (5 * 20 * 11)), UsefulOperations.Forward(shape, 5, 5));
    }

    [Fact]
    public void A_composed_block_is_counted_by_the_parts_that_it_has()
    {
        // Query and key-value heads as above, and one linear layer 20×13 and back instead of the MLP; in the second layer another one, 20×20.
        TransformerDescription shape = TinyModels.LlamaLike("llama").Description with
        {
            Layers = 2,
            Block = (block, x) =>
            {
                BlockValue y = x + block.Linear("down", block.Relu(block.Linear("up", block.Attention(block.Norm("norm", x)), 13)), x.Width);
                return block.Layer == 0 ? y : block.Linear("more", y, x.Width);
            },
        };
        const double Blocks = (2 * ((5 * ((20 * 48) + (24 * 20) + (2.0 * 20 * 13))) + (2 * 24 * 15))) + (5 * 20 * 20);
        Assert.Equal(2 * (Blocks + (5 * 20 * 11)), UsefulOperations.Forward(shape, 5, 5));
    }

    [Fact]
    public void Only_positions_in_the_window_count()
    {
        // With 5 positions, rows attend to 1, 2, 3, 3, 3 positions if the window is 3, and to 1 to 5 without a window.
        TransformerDescription full = TinyModels.LlamaLike("llama").Description;
        TransformerDescription windowed = full with { Windows = [3, null, 8] };
        Assert.Equal(2 * 2 * 24 * (15 - 12), UsefulOperations.Forward(full, 5, 5) - UsefulOperations.Forward(windowed, 5, 5));
    }

    [Fact]
    public void A_completion_is_one_pass_with_logits_for_generated_pixels()
    {
        TransformerDescription shape = TinyModels.Config().Description;
        double prefill = UsefulOperations.Forward(shape, 12, 1), generated = 0;

        // Then one step per pixel: the operations that one more position adds to a pass.
        for (int position = 12; position < 29; position++) generated += UsefulOperations.Forward(shape, position + 1, 1) - UsefulOperations.Forward(shape, position, 0);
        Assert.Equal(prefill + generated, UsefulOperations.Completion(shape, prompt: 12, pixels: 30));
        Assert.Equal(0, UsefulOperations.Completion(shape, prompt: 30, pixels: 30));
    }
}
