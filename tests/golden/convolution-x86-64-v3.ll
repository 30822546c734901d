declare i64 @llvm.smin.i64(i64, i64)
declare void @llvm.prefetch.p0(ptr, i32, i32, i32)
declare i64 @llvm.smax.i64(i64, i64)
declare <8 x float> @llvm.fma.v8f32(<8 x float>, <8 x float>, <8 x float>)
declare <8 x float> @llvm.masked.load.v8f32.p0(ptr, i32, <8 x i1>, <8 x float>)
declare void @llvm.masked.store.v8f32.p0(<8 x float>, ptr, i32, <8 x i1>)
define i64 @program(ptr noalias %bufs, ptr noalias %dims, ptr %ctx) nounwind "no-builtins" {
entry:
  %v1 = alloca i64, i64 4, align 16
  %v2 = alloca i64, i64 8, align 16
  %v3 = alloca i64, i64 1, align 8
  br label %start
start:
  store i64 0, ptr %v3, align 8
  %v4 = load ptr, ptr %bufs, align 8
  %v5 = getelementptr inbounds i64, ptr %v1, i64 1
  store ptr %v4, ptr %v5, align 8
  %v6 = getelementptr inbounds ptr, ptr %bufs, i64 1
  %v7 = load ptr, ptr %v6, align 8
  %v8 = getelementptr inbounds i64, ptr %v1, i64 2
  store ptr %v7, ptr %v8, align 8
  %v9 = getelementptr inbounds ptr, ptr %bufs, i64 2
  %v10 = load ptr, ptr %v9, align 8
  %v11 = getelementptr inbounds i64, ptr %v1, i64 3
  store ptr %v10, ptr %v11, align 8
  store ptr %ctx, ptr %v2, align 8
  %v12 = getelementptr inbounds i64, ptr %v1, i64 1
  %v13 = load ptr, ptr %v12, align 8
  %v14 = getelementptr inbounds i64, ptr %v2, i64 1
  store ptr %v13, ptr %v14, align 8
  %v15 = getelementptr inbounds i64, ptr %v1, i64 2
  %v16 = load ptr, ptr %v15, align 8
  %v17 = getelementptr inbounds i64, ptr %v2, i64 2
  store ptr %v16, ptr %v17, align 8
  %v18 = getelementptr inbounds i64, ptr %v1, i64 3
  %v19 = load ptr, ptr %v18, align 8
  %v20 = getelementptr inbounds i64, ptr %v2, i64 3
  store ptr %v19, ptr %v20, align 8
  %v21 = load i64, ptr %v3, align 8
  %v22 = icmp eq i64 %v21, 0
  br i1 %v22, label %b23, label %b24
b23:
  call void @launch0(ptr %ctx, ptr %v2, ptr %v3, i64 4611686018427387904)
  br label %b24
b24:
  %v25 = load i64, ptr %v3, align 8
  %v26 = getelementptr inbounds i64, ptr %ctx, i64 4
  %v27 = load i64, ptr %v26, align 8
  %v28 = icmp eq i64 %v25, 0
  %v29 = select i1 %v28, i64 %v27, i64 %v25
  ret i64 %v29
}
define internal void @launch0(ptr %ctx, ptr %handed, ptr %status, i64 %what) nounwind "no-builtins" {
entry:
  %v9 = alloca ptr, i64 1, align 8
  %v10 = alloca i8, i64 1024, align 64
  %v23 = alloca ptr, i64 1, align 8
  %v24 = alloca i8, i64 1024, align 64
  %v37 = alloca ptr, i64 1, align 8
  %v38 = alloca i8, i64 1024, align 64
  br label %start
start:
  %v1 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v2 = load i64, ptr %v1, align 8
  %v3 = getelementptr inbounds i64, ptr %handed, i64 1
  %v4 = load ptr, ptr %v3, align 8
  %v5 = getelementptr inbounds i64, ptr %handed, i64 2
  %v6 = load ptr, ptr %v5, align 8
  %v7 = getelementptr inbounds i64, ptr %handed, i64 1
  %v8 = load ptr, ptr %v7, align 8
  store ptr %v10, ptr %v9, align 8
  %v11 = icmp sgt i64 1728, 1024
  br i1 %v11, label %b12, label %b13
b12:
  %v14 = getelementptr inbounds i64, ptr %ctx, i64 1
  %v15 = load ptr, ptr %v14, align 8
  %v16 = call ptr %v15(i64 1728)
  store ptr %v16, ptr %v9, align 8
  %v17 = icmp eq ptr %v16, null
  br i1 %v17, label %b18, label %b19
b18:
  store i64 2, ptr %status, align 8
  %v20 = getelementptr inbounds i64, ptr %ctx, i64 5
  store i64 1728, ptr %v20, align 8
  br label %b19
b19:
  br label %b13
b13:
  %v21 = load ptr, ptr %v9, align 8
  %v22 = getelementptr inbounds i64, ptr %handed, i64 5
  store ptr %v21, ptr %v22, align 8
  store ptr %v24, ptr %v23, align 8
  %v25 = icmp sgt i64 192, 1024
  br i1 %v25, label %b26, label %b27
b26:
  %v28 = getelementptr inbounds i64, ptr %ctx, i64 1
  %v29 = load ptr, ptr %v28, align 8
  %v30 = call ptr %v29(i64 192)
  store ptr %v30, ptr %v23, align 8
  %v31 = icmp eq ptr %v30, null
  br i1 %v31, label %b32, label %b33
b32:
  store i64 2, ptr %status, align 8
  %v34 = getelementptr inbounds i64, ptr %ctx, i64 5
  store i64 192, ptr %v34, align 8
  br label %b33
b33:
  br label %b27
b27:
  %v35 = load ptr, ptr %v23, align 8
  %v36 = getelementptr inbounds i64, ptr %handed, i64 6
  store ptr %v35, ptr %v36, align 8
  store ptr %v38, ptr %v37, align 8
  %v39 = icmp sgt i64 1536, 1024
  br i1 %v39, label %b40, label %b41
b40:
  %v42 = getelementptr inbounds i64, ptr %ctx, i64 1
  %v43 = load ptr, ptr %v42, align 8
  %v44 = call ptr %v43(i64 1536)
  store ptr %v44, ptr %v37, align 8
  %v45 = icmp eq ptr %v44, null
  br i1 %v45, label %b46, label %b47
b46:
  store i64 2, ptr %status, align 8
  %v48 = getelementptr inbounds i64, ptr %ctx, i64 5
  store i64 1536, ptr %v48, align 8
  br label %b47
b47:
  br label %b41
b41:
  %v49 = load ptr, ptr %v37, align 8
  %v50 = getelementptr inbounds i64, ptr %handed, i64 7
  store ptr %v49, ptr %v50, align 8
  %v51 = getelementptr inbounds i64, ptr %handed, i64 1
  %v52 = load ptr, ptr %v51, align 8
  %v53 = getelementptr inbounds i64, ptr %handed, i64 2
  %v54 = load ptr, ptr %v53, align 8
  %v55 = getelementptr inbounds i64, ptr %handed, i64 1
  %v56 = load ptr, ptr %v55, align 8
  %v57 = mul nsw i64 %v2, 8
  %v58 = call i64 @llvm.smin.i64(i64 16, i64 %v57)
  %v59 = add nsw i64 1, %v58
  %v60 = load i64, ptr %status, align 8
  %v61 = icmp eq i64 %v60, 0
  br i1 %v61, label %b62, label %b63
b62:
  %v64 = call i64 @run_tasks(ptr %ctx, ptr @group0_0_prepare, ptr %handed, i64 %v59, i64 %what)
  store i64 %v64, ptr %status, align 8
  br label %b63
b63:
  %v65 = getelementptr inbounds i64, ptr %handed, i64 1
  %v66 = load ptr, ptr %v65, align 8
  %v67 = getelementptr inbounds i64, ptr %handed, i64 2
  %v68 = load ptr, ptr %v67, align 8
  %v69 = getelementptr inbounds i64, ptr %handed, i64 1
  %v70 = load ptr, ptr %v69, align 8
  %v71 = mul nsw i64 %v2, 4
  %v72 = call i64 @llvm.smin.i64(i64 %v71, i64 0)
  %v73 = call i64 @llvm.smax.i64(i64 1, i64 %v72)
  %v74 = add nsw i64 %v73, 2
  %v75 = udiv i64 %v74, 3
  %v76 = call i64 @llvm.smin.i64(i64 1, i64 %v75)
  %v77 = call i64 @llvm.smax.i64(i64 %v76, i64 1)
  %v78 = mul nsw i64 3, %v77
  %v79 = call i64 @llvm.smin.i64(i64 %v78, i64 %v73)
  %v80 = load i64, ptr %status, align 8
  %v81 = icmp eq i64 %v80, 0
  br i1 %v81, label %b82, label %b83
b82:
  %v84 = or i64 %what, 1
  %v85 = call i64 @run_tasks(ptr %ctx, ptr @group0_1_conv, ptr %handed, i64 %v79, i64 %v84)
  store i64 %v85, ptr %status, align 8
  br label %b83
b83:
  br i1 %v39, label %b86, label %b87
b86:
  %v88 = icmp ne ptr %v49, null
  br i1 %v88, label %b89, label %b90
b89:
  %v91 = getelementptr inbounds i64, ptr %ctx, i64 2
  %v92 = load ptr, ptr %v91, align 8
  call void %v92(ptr %v49, i64 1536)
  br label %b90
b90:
  br label %b87
b87:
  br i1 %v25, label %b93, label %b94
b93:
  %v95 = icmp ne ptr %v35, null
  br i1 %v95, label %b96, label %b97
b96:
  %v98 = getelementptr inbounds i64, ptr %ctx, i64 2
  %v99 = load ptr, ptr %v98, align 8
  call void %v99(ptr %v35, i64 192)
  br label %b97
b97:
  br label %b94
b94:
  br i1 %v11, label %b100, label %b101
b100:
  %v102 = icmp ne ptr %v21, null
  br i1 %v102, label %b103, label %b104
b103:
  %v105 = getelementptr inbounds i64, ptr %ctx, i64 2
  %v106 = load ptr, ptr %v105, align 8
  call void %v106(ptr %v21, i64 1728)
  br label %b104
b104:
  br label %b101
b101:
  ret void
}
define internal void @group0_0_prepare(ptr noalias %frame, i64 %task, i64 %worker) nounwind "no-builtins" {
entry:
  br label %start
start:
  %v1 = getelementptr inbounds i64, ptr %frame, i64 1
  %v2 = load ptr, ptr %v1, align 8
  %v3 = getelementptr inbounds i64, ptr %frame, i64 2
  %v4 = load ptr, ptr %v3, align 8
  %v5 = getelementptr inbounds i64, ptr %frame, i64 3
  %v6 = load ptr, ptr %v5, align 8
  %v7 = load ptr, ptr %frame, align 8
  %v8 = getelementptr inbounds i64, ptr %v7, i64 3
  %v9 = load i64, ptr %v8, align 8
  %v10 = getelementptr inbounds i64, ptr %frame, i64 5
  %v11 = load ptr, ptr %v10, align 8
  %v12 = getelementptr inbounds i64, ptr %frame, i64 6
  %v13 = load ptr, ptr %v12, align 8
  %v14 = getelementptr inbounds i64, ptr %frame, i64 7
  %v15 = load ptr, ptr %v14, align 8
  %v16 = icmp eq i64 %task, 0
  br i1 %v16, label %b17, label %b18
b17:
  br label %b19
b19:
  %i22 = phi i64 [ 0, %b17 ], [ %v33, %b20 ]
  %v23 = icmp slt i64 %i22, 3
  br i1 %v23, label %b20, label %b21
b20:
  %v24 = mul nsw i64 %i22, 24
  %v25 = mul nsw i64 %i22, 64
  %v26 = getelementptr inbounds i8, ptr %v13, i64 %v25
  %v27 = mul nsw i64 %v24, 4
  store i64 0, ptr %v26, align 8
  %v28 = getelementptr inbounds i64, ptr %v26, i64 1
  store i64 %i22, ptr %v28, align 8
  %v29 = getelementptr inbounds i64, ptr %v26, i64 2
  store i64 0, ptr %v29, align 8
  %v30 = getelementptr inbounds i64, ptr %v26, i64 3
  store i64 %v27, ptr %v30, align 8
  %v31 = getelementptr inbounds i64, ptr %v26, i64 4
  store i64 1, ptr %v31, align 8
  %v32 = getelementptr inbounds i64, ptr %v26, i64 5
  store i64 7, ptr %v32, align 8
  %v33 = add nsw i64 %i22, 1
  br label %b19
b21:
  br label %b18
b18:
  %v34 = icmp slt i64 %task, 1
  br i1 %v34, label %b35, label %b36
b35:
  %v37 = mul nsw i64 %task, 108
  %v38 = mul nsw i64 %v37, 4
  %v39 = getelementptr inbounds i8, ptr %v4, i64 %v38
  %v40 = mul nsw i64 %task, 1728
  %v41 = getelementptr inbounds i8, ptr %v11, i64 %v40
  call void @mm_float32_pack_taps(i64 3, i64 9, i64 4, ptr %v39, i64 108, ptr %v41)
  br label %b36
b36:
  %v42 = icmp sge i64 %task, 1
  br i1 %v42, label %b43, label %b44
b43:
  %v45 = sub nsw i64 %task, 1
  %v46 = mul nsw i64 %v9, 8
  %v47 = call i64 @llvm.smin.i64(i64 16, i64 %v46)
  %v48 = mul nsw i64 %v45, 16
  %v49 = add nsw i64 %v45, 1
  %v50 = mul nsw i64 %v49, 16
  %v51 = udiv i64 %v48, %v47
  %v52 = udiv i64 %v50, %v47
  br label %b53
b53:
  %i56 = phi i64 [ %v51, %b43 ], [ %v68, %b54 ]
  %v57 = icmp slt i64 %i56, %v52
  br i1 %v57, label %b54, label %b55
b54:
  %v58 = urem i64 %i56, 8
  %v59 = udiv i64 %i56, 8
  %v60 = mul nsw i64 %v59, 192
  %v61 = mul nsw i64 %v58, 8
  %v62 = add nsw i64 %v60, %v61
  %v63 = mul nsw i64 %v62, 4
  %v64 = getelementptr inbounds i8, ptr %v2, i64 %v63
  %v65 = mul nsw i64 %i56, 8
  %v66 = mul nsw i64 %v65, 12
  %v67 = getelementptr inbounds i8, ptr %v15, i64 %v66
  call void @mm_float32_interleave_3(i64 8, ptr %v64, i64 256, ptr %v67)
  %v68 = add nsw i64 %i56, 1
  br label %b53
b55:
  br label %b44
b44:
  ret void
}
define internal void @mm_float32_pack_taps(i64 %channels, i64 %taps, i64 %columns, ptr %w, i64 %wn, ptr %d) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  br label %start
start:
  %v1 = mul nsw i64 %channels, 64
  %v2 = mul nsw i64 %channels, %taps
  %v3 = udiv i64 %v2, 8
  %v4 = mul nsw i64 %v3, 8
  %v5 = sub nsw i64 %columns, 1
  %v6 = call i64 @llvm.smin.i64(i64 0, i64 %v5)
  %v7 = mul nsw i64 %v6, %wn
  %v8 = getelementptr inbounds i8, ptr %w, i64 %v7
  %v9 = call i64 @llvm.smin.i64(i64 1, i64 %v5)
  %v10 = mul nsw i64 %v9, %wn
  %v11 = getelementptr inbounds i8, ptr %w, i64 %v10
  %v12 = call i64 @llvm.smin.i64(i64 2, i64 %v5)
  %v13 = mul nsw i64 %v12, %wn
  %v14 = getelementptr inbounds i8, ptr %w, i64 %v13
  %v15 = call i64 @llvm.smin.i64(i64 3, i64 %v5)
  %v16 = mul nsw i64 %v15, %wn
  %v17 = getelementptr inbounds i8, ptr %w, i64 %v16
  %v18 = call i64 @llvm.smin.i64(i64 4, i64 %v5)
  %v19 = mul nsw i64 %v18, %wn
  %v20 = getelementptr inbounds i8, ptr %w, i64 %v19
  %v21 = call i64 @llvm.smin.i64(i64 5, i64 %v5)
  %v22 = mul nsw i64 %v21, %wn
  %v23 = getelementptr inbounds i8, ptr %w, i64 %v22
  %v24 = call i64 @llvm.smin.i64(i64 6, i64 %v5)
  %v25 = mul nsw i64 %v24, %wn
  %v26 = getelementptr inbounds i8, ptr %w, i64 %v25
  %v27 = call i64 @llvm.smin.i64(i64 7, i64 %v5)
  %v28 = mul nsw i64 %v27, %wn
  %v29 = getelementptr inbounds i8, ptr %w, i64 %v28
  br label %b30
b30:
  %i33 = phi i64 [ 0, %start ], [ %v141, %b31 ]
  %c33_0 = phi ptr [ %d, %start ], [ %v138, %b31 ]
  %c33_1 = phi ptr [ %d, %start ], [ %v139, %b31 ]
  %c33_2 = phi i64 [ 0, %start ], [ %v140, %b31 ]
  %v34 = icmp slt i64 %i33, %v4
  br i1 %v34, label %b31, label %b32
b31:
  %v35 = mul nsw i64 %i33, 4
  %v36 = getelementptr inbounds i8, ptr %v8, i64 %v35
  %v37 = load <8 x float>, ptr %v36, align 4
  %v38 = getelementptr inbounds i8, ptr %v11, i64 %v35
  %v39 = load <8 x float>, ptr %v38, align 4
  %v40 = getelementptr inbounds i8, ptr %v14, i64 %v35
  %v41 = load <8 x float>, ptr %v40, align 4
  %v42 = getelementptr inbounds i8, ptr %v17, i64 %v35
  %v43 = load <8 x float>, ptr %v42, align 4
  %v44 = getelementptr inbounds i8, ptr %v20, i64 %v35
  %v45 = load <8 x float>, ptr %v44, align 4
  %v46 = getelementptr inbounds i8, ptr %v23, i64 %v35
  %v47 = load <8 x float>, ptr %v46, align 4
  %v48 = getelementptr inbounds i8, ptr %v26, i64 %v35
  %v49 = load <8 x float>, ptr %v48, align 4
  %v50 = getelementptr inbounds i8, ptr %v29, i64 %v35
  %v51 = load <8 x float>, ptr %v50, align 4
  %v52 = add nsw i64 %v35, 512
  %v53 = getelementptr inbounds i8, ptr %v8, i64 %v52
  call void @llvm.prefetch.p0(ptr %v53, i32 0, i32 2, i32 1)
  %v54 = getelementptr inbounds i8, ptr %v11, i64 %v52
  call void @llvm.prefetch.p0(ptr %v54, i32 0, i32 2, i32 1)
  %v55 = getelementptr inbounds i8, ptr %v14, i64 %v52
  call void @llvm.prefetch.p0(ptr %v55, i32 0, i32 2, i32 1)
  %v56 = getelementptr inbounds i8, ptr %v17, i64 %v52
  call void @llvm.prefetch.p0(ptr %v56, i32 0, i32 2, i32 1)
  %v57 = getelementptr inbounds i8, ptr %v20, i64 %v52
  call void @llvm.prefetch.p0(ptr %v57, i32 0, i32 2, i32 1)
  %v58 = getelementptr inbounds i8, ptr %v23, i64 %v52
  call void @llvm.prefetch.p0(ptr %v58, i32 0, i32 2, i32 1)
  %v59 = getelementptr inbounds i8, ptr %v26, i64 %v52
  call void @llvm.prefetch.p0(ptr %v59, i32 0, i32 2, i32 1)
  %v60 = getelementptr inbounds i8, ptr %v29, i64 %v52
  call void @llvm.prefetch.p0(ptr %v60, i32 0, i32 2, i32 1)
  %v61 = shufflevector <8 x float> %v37, <8 x float> %v39, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v62 = shufflevector <8 x float> %v37, <8 x float> %v39, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v63 = shufflevector <8 x float> %v41, <8 x float> %v43, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v64 = shufflevector <8 x float> %v41, <8 x float> %v43, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v65 = shufflevector <8 x float> %v61, <8 x float> %v63, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v66 = shufflevector <8 x float> %v61, <8 x float> %v63, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v67 = shufflevector <8 x float> %v62, <8 x float> %v64, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v68 = shufflevector <8 x float> %v62, <8 x float> %v64, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v69 = shufflevector <8 x float> %v45, <8 x float> %v47, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v70 = shufflevector <8 x float> %v45, <8 x float> %v47, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v71 = shufflevector <8 x float> %v49, <8 x float> %v51, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v72 = shufflevector <8 x float> %v49, <8 x float> %v51, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v73 = shufflevector <8 x float> %v69, <8 x float> %v71, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v74 = shufflevector <8 x float> %v69, <8 x float> %v71, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v75 = shufflevector <8 x float> %v70, <8 x float> %v72, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v76 = shufflevector <8 x float> %v70, <8 x float> %v72, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v77 = shufflevector <8 x float> %v65, <8 x float> %v73, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v78 = shufflevector <8 x float> %v65, <8 x float> %v73, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v79 = shufflevector <8 x float> %v66, <8 x float> %v74, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v80 = shufflevector <8 x float> %v66, <8 x float> %v74, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v81 = shufflevector <8 x float> %v67, <8 x float> %v75, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v82 = shufflevector <8 x float> %v67, <8 x float> %v75, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v83 = shufflevector <8 x float> %v68, <8 x float> %v76, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v84 = shufflevector <8 x float> %v68, <8 x float> %v76, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  store <8 x float> %v77, ptr %c33_0, align 4
  %v85 = add nsw i64 %c33_2, 1
  %v86 = icmp eq i64 %v85, %taps
  %v87 = getelementptr inbounds i8, ptr %c33_1, i64 64
  %v88 = getelementptr inbounds i8, ptr %c33_0, i64 %v1
  %v89 = select i1 %v86, ptr %v87, ptr %v88
  %v90 = select i1 %v86, ptr %v87, ptr %c33_1
  %v91 = select i1 %v86, i64 0, i64 %v85
  store <8 x float> %v79, ptr %v89, align 4
  %v92 = add nsw i64 %v91, 1
  %v93 = icmp eq i64 %v92, %taps
  %v94 = getelementptr inbounds i8, ptr %v90, i64 64
  %v95 = getelementptr inbounds i8, ptr %v89, i64 %v1
  %v96 = select i1 %v93, ptr %v94, ptr %v95
  %v97 = select i1 %v93, ptr %v94, ptr %v90
  %v98 = select i1 %v93, i64 0, i64 %v92
  store <8 x float> %v81, ptr %v96, align 4
  %v99 = add nsw i64 %v98, 1
  %v100 = icmp eq i64 %v99, %taps
  %v101 = getelementptr inbounds i8, ptr %v97, i64 64
  %v102 = getelementptr inbounds i8, ptr %v96, i64 %v1
  %v103 = select i1 %v100, ptr %v101, ptr %v102
  %v104 = select i1 %v100, ptr %v101, ptr %v97
  %v105 = select i1 %v100, i64 0, i64 %v99
  store <8 x float> %v83, ptr %v103, align 4
  %v106 = add nsw i64 %v105, 1
  %v107 = icmp eq i64 %v106, %taps
  %v108 = getelementptr inbounds i8, ptr %v104, i64 64
  %v109 = getelementptr inbounds i8, ptr %v103, i64 %v1
  %v110 = select i1 %v107, ptr %v108, ptr %v109
  %v111 = select i1 %v107, ptr %v108, ptr %v104
  %v112 = select i1 %v107, i64 0, i64 %v106
  store <8 x float> %v78, ptr %v110, align 4
  %v113 = add nsw i64 %v112, 1
  %v114 = icmp eq i64 %v113, %taps
  %v115 = getelementptr inbounds i8, ptr %v111, i64 64
  %v116 = getelementptr inbounds i8, ptr %v110, i64 %v1
  %v117 = select i1 %v114, ptr %v115, ptr %v116
  %v118 = select i1 %v114, ptr %v115, ptr %v111
  %v119 = select i1 %v114, i64 0, i64 %v113
  store <8 x float> %v80, ptr %v117, align 4
  %v120 = add nsw i64 %v119, 1
  %v121 = icmp eq i64 %v120, %taps
  %v122 = getelementptr inbounds i8, ptr %v118, i64 64
  %v123 = getelementptr inbounds i8, ptr %v117, i64 %v1
  %v124 = select i1 %v121, ptr %v122, ptr %v123
  %v125 = select i1 %v121, ptr %v122, ptr %v118
  %v126 = select i1 %v121, i64 0, i64 %v120
  store <8 x float> %v82, ptr %v124, align 4
  %v127 = add nsw i64 %v126, 1
  %v128 = icmp eq i64 %v127, %taps
  %v129 = getelementptr inbounds i8, ptr %v125, i64 64
  %v130 = getelementptr inbounds i8, ptr %v124, i64 %v1
  %v131 = select i1 %v128, ptr %v129, ptr %v130
  %v132 = select i1 %v128, ptr %v129, ptr %v125
  %v133 = select i1 %v128, i64 0, i64 %v127
  store <8 x float> %v84, ptr %v131, align 4
  %v134 = add nsw i64 %v133, 1
  %v135 = icmp eq i64 %v134, %taps
  %v136 = getelementptr inbounds i8, ptr %v132, i64 64
  %v137 = getelementptr inbounds i8, ptr %v131, i64 %v1
  %v138 = select i1 %v135, ptr %v136, ptr %v137
  %v139 = select i1 %v135, ptr %v136, ptr %v132
  %v140 = select i1 %v135, i64 0, i64 %v134
  %v141 = add nsw i64 %i33, 8
  br label %b30
b32:
  br label %b142
b142:
  %i145 = phi i64 [ %v4, %b32 ], [ %v178, %b143 ]
  %c145_0 = phi ptr [ %c33_0, %b32 ], [ %v175, %b143 ]
  %c145_1 = phi ptr [ %c33_1, %b32 ], [ %v176, %b143 ]
  %c145_2 = phi i64 [ %c33_2, %b32 ], [ %v177, %b143 ]
  %v146 = icmp slt i64 %i145, %v2
  br i1 %v146, label %b143, label %b144
b143:
  %v147 = mul nsw i64 %i145, 4
  %v148 = getelementptr inbounds i8, ptr %v8, i64 %v147
  %v149 = load float, ptr %v148, align 4
  store float %v149, ptr %c145_0, align 4
  %v150 = getelementptr inbounds i8, ptr %v11, i64 %v147
  %v151 = load float, ptr %v150, align 4
  %v152 = getelementptr inbounds i8, ptr %c145_0, i64 4
  store float %v151, ptr %v152, align 4
  %v153 = getelementptr inbounds i8, ptr %v14, i64 %v147
  %v154 = load float, ptr %v153, align 4
  %v155 = getelementptr inbounds i8, ptr %c145_0, i64 8
  store float %v154, ptr %v155, align 4
  %v156 = getelementptr inbounds i8, ptr %v17, i64 %v147
  %v157 = load float, ptr %v156, align 4
  %v158 = getelementptr inbounds i8, ptr %c145_0, i64 12
  store float %v157, ptr %v158, align 4
  %v159 = getelementptr inbounds i8, ptr %v20, i64 %v147
  %v160 = load float, ptr %v159, align 4
  %v161 = getelementptr inbounds i8, ptr %c145_0, i64 16
  store float %v160, ptr %v161, align 4
  %v162 = getelementptr inbounds i8, ptr %v23, i64 %v147
  %v163 = load float, ptr %v162, align 4
  %v164 = getelementptr inbounds i8, ptr %c145_0, i64 20
  store float %v163, ptr %v164, align 4
  %v165 = getelementptr inbounds i8, ptr %v26, i64 %v147
  %v166 = load float, ptr %v165, align 4
  %v167 = getelementptr inbounds i8, ptr %c145_0, i64 24
  store float %v166, ptr %v167, align 4
  %v168 = getelementptr inbounds i8, ptr %v29, i64 %v147
  %v169 = load float, ptr %v168, align 4
  %v170 = getelementptr inbounds i8, ptr %c145_0, i64 28
  store float %v169, ptr %v170, align 4
  %v171 = add nsw i64 %c145_2, 1
  %v172 = icmp eq i64 %v171, %taps
  %v173 = getelementptr inbounds i8, ptr %c145_1, i64 64
  %v174 = getelementptr inbounds i8, ptr %c145_0, i64 %v1
  %v175 = select i1 %v172, ptr %v173, ptr %v174
  %v176 = select i1 %v172, ptr %v173, ptr %c145_1
  %v177 = select i1 %v172, i64 0, i64 %v171
  %v178 = add nsw i64 %i145, 1
  br label %b142
b144:
  %v179 = call i64 @llvm.smin.i64(i64 8, i64 %v5)
  %v180 = mul nsw i64 %v179, %wn
  %v181 = getelementptr inbounds i8, ptr %w, i64 %v180
  %v182 = call i64 @llvm.smin.i64(i64 9, i64 %v5)
  %v183 = mul nsw i64 %v182, %wn
  %v184 = getelementptr inbounds i8, ptr %w, i64 %v183
  %v185 = call i64 @llvm.smin.i64(i64 10, i64 %v5)
  %v186 = mul nsw i64 %v185, %wn
  %v187 = getelementptr inbounds i8, ptr %w, i64 %v186
  %v188 = call i64 @llvm.smin.i64(i64 11, i64 %v5)
  %v189 = mul nsw i64 %v188, %wn
  %v190 = getelementptr inbounds i8, ptr %w, i64 %v189
  %v191 = call i64 @llvm.smin.i64(i64 12, i64 %v5)
  %v192 = mul nsw i64 %v191, %wn
  %v193 = getelementptr inbounds i8, ptr %w, i64 %v192
  %v194 = call i64 @llvm.smin.i64(i64 13, i64 %v5)
  %v195 = mul nsw i64 %v194, %wn
  %v196 = getelementptr inbounds i8, ptr %w, i64 %v195
  %v197 = call i64 @llvm.smin.i64(i64 14, i64 %v5)
  %v198 = mul nsw i64 %v197, %wn
  %v199 = getelementptr inbounds i8, ptr %w, i64 %v198
  %v200 = call i64 @llvm.smin.i64(i64 15, i64 %v5)
  %v201 = mul nsw i64 %v200, %wn
  %v202 = getelementptr inbounds i8, ptr %w, i64 %v201
  %v203 = getelementptr inbounds i8, ptr %d, i64 32
  br label %b204
b204:
  %i207 = phi i64 [ 0, %b144 ], [ %v315, %b205 ]
  %c207_0 = phi ptr [ %v203, %b144 ], [ %v312, %b205 ]
  %c207_1 = phi ptr [ %v203, %b144 ], [ %v313, %b205 ]
  %c207_2 = phi i64 [ 0, %b144 ], [ %v314, %b205 ]
  %v208 = icmp slt i64 %i207, %v4
  br i1 %v208, label %b205, label %b206
b205:
  %v209 = mul nsw i64 %i207, 4
  %v210 = getelementptr inbounds i8, ptr %v181, i64 %v209
  %v211 = load <8 x float>, ptr %v210, align 4
  %v212 = getelementptr inbounds i8, ptr %v184, i64 %v209
  %v213 = load <8 x float>, ptr %v212, align 4
  %v214 = getelementptr inbounds i8, ptr %v187, i64 %v209
  %v215 = load <8 x float>, ptr %v214, align 4
  %v216 = getelementptr inbounds i8, ptr %v190, i64 %v209
  %v217 = load <8 x float>, ptr %v216, align 4
  %v218 = getelementptr inbounds i8, ptr %v193, i64 %v209
  %v219 = load <8 x float>, ptr %v218, align 4
  %v220 = getelementptr inbounds i8, ptr %v196, i64 %v209
  %v221 = load <8 x float>, ptr %v220, align 4
  %v222 = getelementptr inbounds i8, ptr %v199, i64 %v209
  %v223 = load <8 x float>, ptr %v222, align 4
  %v224 = getelementptr inbounds i8, ptr %v202, i64 %v209
  %v225 = load <8 x float>, ptr %v224, align 4
  %v226 = add nsw i64 %v209, 512
  %v227 = getelementptr inbounds i8, ptr %v181, i64 %v226
  call void @llvm.prefetch.p0(ptr %v227, i32 0, i32 2, i32 1)
  %v228 = getelementptr inbounds i8, ptr %v184, i64 %v226
  call void @llvm.prefetch.p0(ptr %v228, i32 0, i32 2, i32 1)
  %v229 = getelementptr inbounds i8, ptr %v187, i64 %v226
  call void @llvm.prefetch.p0(ptr %v229, i32 0, i32 2, i32 1)
  %v230 = getelementptr inbounds i8, ptr %v190, i64 %v226
  call void @llvm.prefetch.p0(ptr %v230, i32 0, i32 2, i32 1)
  %v231 = getelementptr inbounds i8, ptr %v193, i64 %v226
  call void @llvm.prefetch.p0(ptr %v231, i32 0, i32 2, i32 1)
  %v232 = getelementptr inbounds i8, ptr %v196, i64 %v226
  call void @llvm.prefetch.p0(ptr %v232, i32 0, i32 2, i32 1)
  %v233 = getelementptr inbounds i8, ptr %v199, i64 %v226
  call void @llvm.prefetch.p0(ptr %v233, i32 0, i32 2, i32 1)
  %v234 = getelementptr inbounds i8, ptr %v202, i64 %v226
  call void @llvm.prefetch.p0(ptr %v234, i32 0, i32 2, i32 1)
  %v235 = shufflevector <8 x float> %v211, <8 x float> %v213, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v236 = shufflevector <8 x float> %v211, <8 x float> %v213, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v237 = shufflevector <8 x float> %v215, <8 x float> %v217, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v238 = shufflevector <8 x float> %v215, <8 x float> %v217, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v239 = shufflevector <8 x float> %v235, <8 x float> %v237, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v240 = shufflevector <8 x float> %v235, <8 x float> %v237, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v241 = shufflevector <8 x float> %v236, <8 x float> %v238, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v242 = shufflevector <8 x float> %v236, <8 x float> %v238, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v243 = shufflevector <8 x float> %v219, <8 x float> %v221, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v244 = shufflevector <8 x float> %v219, <8 x float> %v221, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v245 = shufflevector <8 x float> %v223, <8 x float> %v225, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v246 = shufflevector <8 x float> %v223, <8 x float> %v225, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v247 = shufflevector <8 x float> %v243, <8 x float> %v245, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v248 = shufflevector <8 x float> %v243, <8 x float> %v245, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v249 = shufflevector <8 x float> %v244, <8 x float> %v246, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v250 = shufflevector <8 x float> %v244, <8 x float> %v246, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v251 = shufflevector <8 x float> %v239, <8 x float> %v247, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v252 = shufflevector <8 x float> %v239, <8 x float> %v247, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v253 = shufflevector <8 x float> %v240, <8 x float> %v248, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v254 = shufflevector <8 x float> %v240, <8 x float> %v248, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v255 = shufflevector <8 x float> %v241, <8 x float> %v249, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v256 = shufflevector <8 x float> %v241, <8 x float> %v249, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v257 = shufflevector <8 x float> %v242, <8 x float> %v250, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v258 = shufflevector <8 x float> %v242, <8 x float> %v250, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  store <8 x float> %v251, ptr %c207_0, align 4
  %v259 = add nsw i64 %c207_2, 1
  %v260 = icmp eq i64 %v259, %taps
  %v261 = getelementptr inbounds i8, ptr %c207_1, i64 64
  %v262 = getelementptr inbounds i8, ptr %c207_0, i64 %v1
  %v263 = select i1 %v260, ptr %v261, ptr %v262
  %v264 = select i1 %v260, ptr %v261, ptr %c207_1
  %v265 = select i1 %v260, i64 0, i64 %v259
  store <8 x float> %v253, ptr %v263, align 4
  %v266 = add nsw i64 %v265, 1
  %v267 = icmp eq i64 %v266, %taps
  %v268 = getelementptr inbounds i8, ptr %v264, i64 64
  %v269 = getelementptr inbounds i8, ptr %v263, i64 %v1
  %v270 = select i1 %v267, ptr %v268, ptr %v269
  %v271 = select i1 %v267, ptr %v268, ptr %v264
  %v272 = select i1 %v267, i64 0, i64 %v266
  store <8 x float> %v255, ptr %v270, align 4
  %v273 = add nsw i64 %v272, 1
  %v274 = icmp eq i64 %v273, %taps
  %v275 = getelementptr inbounds i8, ptr %v271, i64 64
  %v276 = getelementptr inbounds i8, ptr %v270, i64 %v1
  %v277 = select i1 %v274, ptr %v275, ptr %v276
  %v278 = select i1 %v274, ptr %v275, ptr %v271
  %v279 = select i1 %v274, i64 0, i64 %v273
  store <8 x float> %v257, ptr %v277, align 4
  %v280 = add nsw i64 %v279, 1
  %v281 = icmp eq i64 %v280, %taps
  %v282 = getelementptr inbounds i8, ptr %v278, i64 64
  %v283 = getelementptr inbounds i8, ptr %v277, i64 %v1
  %v284 = select i1 %v281, ptr %v282, ptr %v283
  %v285 = select i1 %v281, ptr %v282, ptr %v278
  %v286 = select i1 %v281, i64 0, i64 %v280
  store <8 x float> %v252, ptr %v284, align 4
  %v287 = add nsw i64 %v286, 1
  %v288 = icmp eq i64 %v287, %taps
  %v289 = getelementptr inbounds i8, ptr %v285, i64 64
  %v290 = getelementptr inbounds i8, ptr %v284, i64 %v1
  %v291 = select i1 %v288, ptr %v289, ptr %v290
  %v292 = select i1 %v288, ptr %v289, ptr %v285
  %v293 = select i1 %v288, i64 0, i64 %v287
  store <8 x float> %v254, ptr %v291, align 4
  %v294 = add nsw i64 %v293, 1
  %v295 = icmp eq i64 %v294, %taps
  %v296 = getelementptr inbounds i8, ptr %v292, i64 64
  %v297 = getelementptr inbounds i8, ptr %v291, i64 %v1
  %v298 = select i1 %v295, ptr %v296, ptr %v297
  %v299 = select i1 %v295, ptr %v296, ptr %v292
  %v300 = select i1 %v295, i64 0, i64 %v294
  store <8 x float> %v256, ptr %v298, align 4
  %v301 = add nsw i64 %v300, 1
  %v302 = icmp eq i64 %v301, %taps
  %v303 = getelementptr inbounds i8, ptr %v299, i64 64
  %v304 = getelementptr inbounds i8, ptr %v298, i64 %v1
  %v305 = select i1 %v302, ptr %v303, ptr %v304
  %v306 = select i1 %v302, ptr %v303, ptr %v299
  %v307 = select i1 %v302, i64 0, i64 %v301
  store <8 x float> %v258, ptr %v305, align 4
  %v308 = add nsw i64 %v307, 1
  %v309 = icmp eq i64 %v308, %taps
  %v310 = getelementptr inbounds i8, ptr %v306, i64 64
  %v311 = getelementptr inbounds i8, ptr %v305, i64 %v1
  %v312 = select i1 %v309, ptr %v310, ptr %v311
  %v313 = select i1 %v309, ptr %v310, ptr %v306
  %v314 = select i1 %v309, i64 0, i64 %v308
  %v315 = add nsw i64 %i207, 8
  br label %b204
b206:
  br label %b316
b316:
  %i319 = phi i64 [ %v4, %b206 ], [ %v352, %b317 ]
  %c319_0 = phi ptr [ %c207_0, %b206 ], [ %v349, %b317 ]
  %c319_1 = phi ptr [ %c207_1, %b206 ], [ %v350, %b317 ]
  %c319_2 = phi i64 [ %c207_2, %b206 ], [ %v351, %b317 ]
  %v320 = icmp slt i64 %i319, %v2
  br i1 %v320, label %b317, label %b318
b317:
  %v321 = mul nsw i64 %i319, 4
  %v322 = getelementptr inbounds i8, ptr %v181, i64 %v321
  %v323 = load float, ptr %v322, align 4
  store float %v323, ptr %c319_0, align 4
  %v324 = getelementptr inbounds i8, ptr %v184, i64 %v321
  %v325 = load float, ptr %v324, align 4
  %v326 = getelementptr inbounds i8, ptr %c319_0, i64 4
  store float %v325, ptr %v326, align 4
  %v327 = getelementptr inbounds i8, ptr %v187, i64 %v321
  %v328 = load float, ptr %v327, align 4
  %v329 = getelementptr inbounds i8, ptr %c319_0, i64 8
  store float %v328, ptr %v329, align 4
  %v330 = getelementptr inbounds i8, ptr %v190, i64 %v321
  %v331 = load float, ptr %v330, align 4
  %v332 = getelementptr inbounds i8, ptr %c319_0, i64 12
  store float %v331, ptr %v332, align 4
  %v333 = getelementptr inbounds i8, ptr %v193, i64 %v321
  %v334 = load float, ptr %v333, align 4
  %v335 = getelementptr inbounds i8, ptr %c319_0, i64 16
  store float %v334, ptr %v335, align 4
  %v336 = getelementptr inbounds i8, ptr %v196, i64 %v321
  %v337 = load float, ptr %v336, align 4
  %v338 = getelementptr inbounds i8, ptr %c319_0, i64 20
  store float %v337, ptr %v338, align 4
  %v339 = getelementptr inbounds i8, ptr %v199, i64 %v321
  %v340 = load float, ptr %v339, align 4
  %v341 = getelementptr inbounds i8, ptr %c319_0, i64 24
  store float %v340, ptr %v341, align 4
  %v342 = getelementptr inbounds i8, ptr %v202, i64 %v321
  %v343 = load float, ptr %v342, align 4
  %v344 = getelementptr inbounds i8, ptr %c319_0, i64 28
  store float %v343, ptr %v344, align 4
  %v345 = add nsw i64 %c319_2, 1
  %v346 = icmp eq i64 %v345, %taps
  %v347 = getelementptr inbounds i8, ptr %c319_1, i64 64
  %v348 = getelementptr inbounds i8, ptr %c319_0, i64 %v1
  %v349 = select i1 %v346, ptr %v347, ptr %v348
  %v350 = select i1 %v346, ptr %v347, ptr %c319_1
  %v351 = select i1 %v346, i64 0, i64 %v345
  %v352 = add nsw i64 %i319, 1
  br label %b316
b318:
  ret void
}
define internal void @mm_float32_interleave_3(i64 %pixels, ptr %source, i64 %sc, ptr %d) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  br label %start
start:
  %v1 = getelementptr inbounds i8, ptr %source, i64 %sc
  %v2 = mul nsw i64 %sc, 2
  %v3 = getelementptr inbounds i8, ptr %source, i64 %v2
  %v4 = udiv i64 %pixels, 8
  %v5 = mul nsw i64 %v4, 8
  br label %b6
b6:
  %i9 = phi i64 [ 0, %start ], [ %v31, %b7 ]
  %v10 = icmp slt i64 %i9, %v5
  br i1 %v10, label %b7, label %b8
b7:
  %v11 = mul nsw i64 %i9, 4
  %v12 = getelementptr inbounds i8, ptr %source, i64 %v11
  %v13 = load <8 x float>, ptr %v12, align 4
  %v14 = getelementptr inbounds i8, ptr %v1, i64 %v11
  %v15 = load <8 x float>, ptr %v14, align 4
  %v16 = getelementptr inbounds i8, ptr %v3, i64 %v11
  %v17 = load <8 x float>, ptr %v16, align 4
  %v18 = mul nsw i64 %v11, 3
  %v19 = getelementptr inbounds i8, ptr %d, i64 %v18
  %v20 = shufflevector <8 x float> %v13, <8 x float> %v13, <8 x i32> <i32 8, i32 0, i32 0, i32 9, i32 1, i32 1, i32 10, i32 2>
  %v21 = shufflevector <8 x float> %v20, <8 x float> %v15, <8 x i32> <i32 0, i32 8, i32 2, i32 3, i32 9, i32 5, i32 6, i32 10>
  %v22 = shufflevector <8 x float> %v21, <8 x float> %v17, <8 x i32> <i32 0, i32 1, i32 8, i32 3, i32 4, i32 9, i32 6, i32 7>
  store <8 x float> %v22, ptr %v19, align 4
  %v23 = shufflevector <8 x float> %v13, <8 x float> %v13, <8 x i32> <i32 2, i32 11, i32 3, i32 3, i32 12, i32 4, i32 4, i32 13>
  %v24 = shufflevector <8 x float> %v23, <8 x float> %v15, <8 x i32> <i32 0, i32 1, i32 11, i32 3, i32 4, i32 12, i32 6, i32 7>
  %v25 = shufflevector <8 x float> %v24, <8 x float> %v17, <8 x i32> <i32 10, i32 1, i32 2, i32 11, i32 4, i32 5, i32 12, i32 7>
  %v26 = getelementptr inbounds i8, ptr %v19, i64 32
  store <8 x float> %v25, ptr %v26, align 4
  %v27 = shufflevector <8 x float> %v13, <8 x float> %v13, <8 x i32> <i32 5, i32 5, i32 14, i32 6, i32 6, i32 15, i32 7, i32 7>
  %v28 = shufflevector <8 x float> %v27, <8 x float> %v15, <8 x i32> <i32 13, i32 1, i32 2, i32 14, i32 4, i32 5, i32 15, i32 7>
  %v29 = shufflevector <8 x float> %v28, <8 x float> %v17, <8 x i32> <i32 0, i32 13, i32 2, i32 3, i32 14, i32 5, i32 6, i32 15>
  %v30 = getelementptr inbounds i8, ptr %v19, i64 64
  store <8 x float> %v29, ptr %v30, align 4
  %v31 = add nsw i64 %i9, 8
  br label %b6
b8:
  br label %b32
b32:
  %i35 = phi i64 [ %v5, %b8 ], [ %v48, %b33 ]
  %v36 = icmp slt i64 %i35, %pixels
  br i1 %v36, label %b33, label %b34
b33:
  %v37 = mul nsw i64 %i35, 4
  %v38 = mul nsw i64 %v37, 3
  %v39 = getelementptr inbounds i8, ptr %d, i64 %v38
  %v40 = getelementptr inbounds i8, ptr %source, i64 %v37
  %v41 = load float, ptr %v40, align 4
  store float %v41, ptr %v39, align 4
  %v42 = getelementptr inbounds i8, ptr %v1, i64 %v37
  %v43 = load float, ptr %v42, align 4
  %v44 = getelementptr inbounds i8, ptr %v39, i64 4
  store float %v43, ptr %v44, align 4
  %v45 = getelementptr inbounds i8, ptr %v3, i64 %v37
  %v46 = load float, ptr %v45, align 4
  %v47 = getelementptr inbounds i8, ptr %v39, i64 8
  store float %v46, ptr %v47, align 4
  %v48 = add nsw i64 %i35, 1
  br label %b32
b34:
  ret void
}
define internal i64 @run_tasks(ptr %ctx, ptr %task, ptr %frame, i64 %n, i64 %what) nounwind "no-builtins" {
entry:
  br label %start
start:
  %v1 = getelementptr inbounds i64, ptr %ctx, i64 10
  %v2 = load ptr, ptr %v1, align 8
  %v3 = icmp ne ptr %v2, null
  br i1 %v3, label %b4, label %b5
b4:
  %v6 = call i64 %v2(ptr %ctx, ptr %task, ptr %frame, i64 %n, i64 %what)
  ret i64 %v6
b7:
  br label %b5
b5:
  %v8 = icmp slt i64 %n, 2
  br i1 %v8, label %b9, label %b10
b9:
  %v11 = icmp eq i64 %n, 1
  br i1 %v11, label %b12, label %b13
b12:
  call void %task(ptr %frame, i64 0, i64 0)
  br label %b13
b13:
  ret i64 0
b14:
  br label %b10
b10:
  %v15 = load ptr, ptr %ctx, align 8
  %v16 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v17 = load i64, ptr %v16, align 8
  %v18 = call i64 %v15(ptr %task, ptr %frame, i64 %n, i64 %v17)
  %v19 = icmp ne i64 %v18, 0
  %v20 = select i1 %v19, i64 3, i64 0
  ret i64 %v20
}
define internal void @group0_1_conv(ptr noalias %frame, i64 %task, i64 %worker) nounwind "no-builtins" {
entry:
  %v29 = alloca i8, i64 101376, align 64
  %v30 = alloca i8, i64 5376, align 64
  %v31 = alloca i64, i64 22, align 64
  %v91 = alloca <8 x float>, i64 8, align 64
  br label %start
start:
  %v1 = getelementptr inbounds i64, ptr %frame, i64 1
  %v2 = load ptr, ptr %v1, align 8
  %v3 = getelementptr inbounds i64, ptr %frame, i64 2
  %v4 = load ptr, ptr %v3, align 8
  %v5 = getelementptr inbounds i64, ptr %frame, i64 3
  %v6 = load ptr, ptr %v5, align 8
  %v7 = load ptr, ptr %frame, align 8
  %v8 = getelementptr inbounds i64, ptr %v7, i64 3
  %v9 = load i64, ptr %v8, align 8
  %v10 = getelementptr inbounds i64, ptr %frame, i64 5
  %v11 = load ptr, ptr %v10, align 8
  %v12 = getelementptr inbounds i64, ptr %frame, i64 6
  %v13 = load ptr, ptr %v12, align 8
  %v14 = getelementptr inbounds i64, ptr %frame, i64 7
  %v15 = load ptr, ptr %v14, align 8
  %v16 = mul nsw i64 %v9, 4
  %v17 = call i64 @llvm.smin.i64(i64 %v16, i64 0)
  %v18 = call i64 @llvm.smax.i64(i64 1, i64 %v17)
  %v19 = add nsw i64 %v18, 2
  %v20 = udiv i64 %v19, 3
  %v21 = call i64 @llvm.smin.i64(i64 1, i64 %v20)
  %v22 = call i64 @llvm.smax.i64(i64 %v21, i64 1)
  %v23 = mul nsw i64 3, %v22
  %v24 = call i64 @llvm.smin.i64(i64 %v23, i64 %v18)
  %v25 = sub nsw i64 %v22, 1
  %v26 = add nsw i64 1, %v25
  %v27 = udiv i64 %v26, %v22
  %v28 = mul nsw i64 %v27, 32
  store i64 768, ptr %v31, align 8
  %v32 = getelementptr inbounds i64, ptr %v31, i64 1
  store i64 768, ptr %v32, align 8
  %v33 = getelementptr inbounds i64, ptr %v31, i64 2
  store i64 96, ptr %v33, align 8
  %v34 = getelementptr inbounds i64, ptr %v31, i64 3
  store i64 12, ptr %v34, align 8
  %v35 = getelementptr inbounds i64, ptr %v31, i64 4
  store i64 1, ptr %v35, align 8
  %v36 = getelementptr inbounds i64, ptr %v31, i64 5
  store i64 8, ptr %v36, align 8
  %v37 = getelementptr inbounds i64, ptr %v31, i64 6
  store i64 8, ptr %v37, align 8
  %v38 = getelementptr inbounds i64, ptr %v31, i64 7
  store i64 1, ptr %v38, align 8
  %v39 = getelementptr inbounds i64, ptr %v31, i64 8
  store i64 8, ptr %v39, align 8
  %v40 = getelementptr inbounds i64, ptr %v31, i64 9
  store i64 8, ptr %v40, align 8
  %v41 = getelementptr inbounds i64, ptr %v31, i64 10
  store i64 1, ptr %v41, align 8
  %v42 = getelementptr inbounds i64, ptr %v31, i64 11
  store i64 1, ptr %v42, align 8
  %v43 = getelementptr inbounds i64, ptr %v31, i64 12
  store i64 1, ptr %v43, align 8
  %v44 = getelementptr inbounds i64, ptr %v31, i64 13
  store i64 0, ptr %v44, align 8
  %v45 = getelementptr inbounds i64, ptr %v31, i64 14
  store i64 -1, ptr %v45, align 8
  %v46 = getelementptr inbounds i64, ptr %v31, i64 15
  store i64 -1, ptr %v46, align 8
  %v47 = getelementptr inbounds i64, ptr %v31, i64 16
  store i64 9, ptr %v47, align 8
  %v48 = getelementptr inbounds i64, ptr %v31, i64 17
  store i64 3, ptr %v48, align 8
  %v49 = getelementptr inbounds i64, ptr %v31, i64 18
  store i64 3, ptr %v49, align 8
  %v50 = getelementptr inbounds i64, ptr %v31, i64 19
  store i64 1, ptr %v50, align 8
  %v51 = getelementptr inbounds i64, ptr %v31, i64 20
  store i64 1, ptr %v51, align 8
  %v52 = getelementptr inbounds i64, ptr %v31, i64 21
  store i64 1, ptr %v52, align 8
  %v53 = mul nsw i64 %task, %v23
  %v54 = udiv i64 %v53, %v24
  %v55 = add nsw i64 %task, 1
  %v56 = mul nsw i64 %v55, %v23
  %v57 = udiv i64 %v56, %v24
  br label %b58
b58:
  %i61 = phi i64 [ %v54, %start ], [ %v215, %b79 ]
  %v62 = icmp slt i64 %i61, %v57
  br i1 %v62, label %b59, label %b60
b59:
  %v63 = urem i64 %i61, 3
  %v64 = udiv i64 %i61, 3
  %v65 = udiv i64 %v64, %v22
  %v66 = urem i64 %v64, %v22
  %v67 = mul nsw i64 %v66, %v28
  %v68 = add nsw i64 %v67, %v28
  %v69 = call i64 @llvm.smin.i64(i64 4, i64 %v68)
  %v70 = mul nsw i64 %v63, 48
  %v71 = sub nsw i64 128, %v70
  %v72 = call i64 @llvm.smin.i64(i64 48, i64 %v71)
  %v73 = urem i64 %v70, 8
  %v74 = udiv i64 %v70, 8
  %v75 = urem i64 %v74, 8
  %v76 = udiv i64 %v74, 8
  br label %b77
b77:
  %i80 = phi i64 [ %v67, %b59 ], [ %v214, %b99 ]
  %v81 = icmp slt i64 %i80, %v69
  br i1 %v81, label %b78, label %b79
b78:
  %v82 = sub nsw i64 %v69, %i80
  %v83 = call i64 @llvm.smin.i64(i64 16, i64 %v82)
  %v84 = mul nsw i64 %v65, 3
  %v85 = mul nsw i64 %v84, 4
  %v86 = getelementptr inbounds i8, ptr %v15, i64 %v85
  %v87 = udiv i64 %i80, 16
  %v88 = add nsw i64 %v65, %v87
  %v89 = mul nsw i64 %v88, 1728
  %v90 = getelementptr inbounds i8, ptr %v11, i64 %v89
  call void @mm_float32_gather_0(ptr %v31, ptr %v13, ptr %v86, i64 %v76, i64 0, i64 %v75, i64 %v73, i64 %v72, i64 0, i64 27, ptr %v29, i64 2112)
  call void @mm_float32_windows_2112_4_001(i64 %v72, i64 %v83, i64 27, ptr %v29, ptr %v90, i64 1728, ptr %v30, i64 96, i64 0, i64 1)
  %v92 = mul nsw i64 %v65, 4
  %v93 = add nsw i64 %v92, %i80
  %v94 = add nsw i64 %v73, %v72
  %v95 = add nsw i64 %v94, 7
  %v96 = udiv i64 %v95, 8
  br label %b97
b97:
  %i100 = phi i64 [ 0, %b78 ], [ %v213, %b107 ]
  %c100_0 = phi i64 [ %v76, %b78 ], [ %v211, %b107 ]
  %c100_1 = phi i64 [ 0, %b78 ], [ %v209, %b107 ]
  %c100_2 = phi i64 [ %v75, %b78 ], [ %v205, %b107 ]
  %c100_3 = phi i64 [ %v73, %b78 ], [ %v201, %b107 ]
  %c100_4 = phi i64 [ 0, %b78 ], [ %v212, %b107 ]
  %v101 = icmp slt i64 %i100, %v96
  br i1 %v101, label %b98, label %b99
b98:
  %v102 = sub nsw i64 8, %c100_3
  %v103 = sub nsw i64 %v72, %c100_4
  %v104 = call i64 @llvm.smin.i64(i64 %v102, i64 %v103)
  br label %b105
b105:
  %i108 = phi i64 [ 0, %b98 ], [ %v199, %b112 ]
  %v109 = icmp slt i64 %i108, %v104
  br i1 %v109, label %b106, label %b107
b106:
  br label %b110
b110:
  %i113 = phi i64 [ 0, %b106 ], [ %v198, %b177 ]
  %v114 = icmp slt i64 %i113, %v83
  br i1 %v114, label %b111, label %b112
b111:
  %v115 = add nsw i64 %c100_4, %i108
  %v116 = mul nsw i64 %v115, 96
  %v117 = mul nsw i64 %i113, 4
  %v118 = add nsw i64 %v116, %v117
  %v119 = getelementptr inbounds i8, ptr %v30, i64 %v118
  %v120 = load <8 x float>, ptr %v119, align 4
  %v121 = getelementptr inbounds i8, ptr %v119, i64 96
  %v122 = load <8 x float>, ptr %v121, align 4
  %v123 = getelementptr inbounds i8, ptr %v119, i64 192
  %v124 = load <8 x float>, ptr %v123, align 4
  %v125 = getelementptr inbounds i8, ptr %v119, i64 288
  %v126 = load <8 x float>, ptr %v125, align 4
  %v127 = getelementptr inbounds i8, ptr %v119, i64 384
  %v128 = load <8 x float>, ptr %v127, align 4
  %v129 = getelementptr inbounds i8, ptr %v119, i64 480
  %v130 = load <8 x float>, ptr %v129, align 4
  %v131 = getelementptr inbounds i8, ptr %v119, i64 576
  %v132 = load <8 x float>, ptr %v131, align 4
  %v133 = getelementptr inbounds i8, ptr %v119, i64 672
  %v134 = load <8 x float>, ptr %v133, align 4
  %v135 = shufflevector <8 x float> %v120, <8 x float> %v122, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v136 = shufflevector <8 x float> %v120, <8 x float> %v122, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v137 = shufflevector <8 x float> %v124, <8 x float> %v126, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v138 = shufflevector <8 x float> %v124, <8 x float> %v126, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v139 = shufflevector <8 x float> %v135, <8 x float> %v137, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v140 = shufflevector <8 x float> %v135, <8 x float> %v137, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v141 = shufflevector <8 x float> %v136, <8 x float> %v138, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v142 = shufflevector <8 x float> %v136, <8 x float> %v138, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v143 = shufflevector <8 x float> %v128, <8 x float> %v130, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v144 = shufflevector <8 x float> %v128, <8 x float> %v130, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v145 = shufflevector <8 x float> %v132, <8 x float> %v134, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 4, i32 12, i32 5, i32 13>
  %v146 = shufflevector <8 x float> %v132, <8 x float> %v134, <8 x i32> <i32 2, i32 10, i32 3, i32 11, i32 6, i32 14, i32 7, i32 15>
  %v147 = shufflevector <8 x float> %v143, <8 x float> %v145, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v148 = shufflevector <8 x float> %v143, <8 x float> %v145, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v149 = shufflevector <8 x float> %v144, <8 x float> %v146, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %v150 = shufflevector <8 x float> %v144, <8 x float> %v146, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %v151 = shufflevector <8 x float> %v139, <8 x float> %v147, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v152 = shufflevector <8 x float> %v139, <8 x float> %v147, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v153 = shufflevector <8 x float> %v140, <8 x float> %v148, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v154 = shufflevector <8 x float> %v140, <8 x float> %v148, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v155 = shufflevector <8 x float> %v141, <8 x float> %v149, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v156 = shufflevector <8 x float> %v141, <8 x float> %v149, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %v157 = shufflevector <8 x float> %v142, <8 x float> %v150, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %v158 = shufflevector <8 x float> %v142, <8 x float> %v150, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  store <8 x float> %v151, ptr %v91, align 4
  %v159 = getelementptr inbounds i8, ptr %v91, i64 32
  store <8 x float> %v153, ptr %v159, align 4
  %v160 = getelementptr inbounds i8, ptr %v91, i64 64
  store <8 x float> %v155, ptr %v160, align 4
  %v161 = getelementptr inbounds i8, ptr %v91, i64 96
  store <8 x float> %v157, ptr %v161, align 4
  %v162 = getelementptr inbounds i8, ptr %v91, i64 128
  store <8 x float> %v152, ptr %v162, align 4
  %v163 = getelementptr inbounds i8, ptr %v91, i64 160
  store <8 x float> %v154, ptr %v163, align 4
  %v164 = getelementptr inbounds i8, ptr %v91, i64 192
  store <8 x float> %v156, ptr %v164, align 4
  %v165 = getelementptr inbounds i8, ptr %v91, i64 224
  store <8 x float> %v158, ptr %v165, align 4
  %v166 = sub nsw i64 %v104, %i108
  %v167 = call i64 @llvm.smin.i64(i64 %v166, i64 8)
  %v168 = call i64 @llvm.smax.i64(i64 %v167, i64 0)
  %v169 = trunc i64 %v168 to i32
  %v170 = insertelement <8 x i32> poison, i32 %v169, i64 0
  %v171 = shufflevector <8 x i32> %v170, <8 x i32> poison, <8 x i32> zeroinitializer
  %v172 = icmp slt <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>, %v171
  %v173 = sub nsw i64 %v83, %i113
  %v174 = call i64 @llvm.smin.i64(i64 8, i64 %v173)
  br label %b175
b175:
  %i178 = phi i64 [ 0, %b111 ], [ %v197, %b176 ]
  %v179 = icmp slt i64 %i178, %v174
  br i1 %v179, label %b176, label %b177
b176:
  %v180 = mul nsw i64 %i178, 32
  %v181 = getelementptr inbounds i8, ptr %v91, i64 %v180
  %v182 = load <8 x float>, ptr %v181, align 4
  %v183 = add nsw i64 %i113, %i178
  %v184 = add nsw i64 %v93, %v183
  %v185 = add nsw i64 %c100_3, %i108
  %v186 = fcmp ogt <8 x float> %v182, splat (float 0x0000000000000000)
  %v187 = fcmp uno <8 x float> %v182, %v182
  %v188 = or <8 x i1> %v186, %v187
  %v189 = select <8 x i1> %v188, <8 x float> %v182, <8 x float> splat (float 0x0000000000000000)
  %v190 = mul nsw i64 %c100_0, 256
  %v191 = mul nsw i64 %v184, 64
  %v192 = add nsw i64 %v190, %v191
  %v193 = mul nsw i64 %c100_2, 8
  %v194 = add nsw i64 %v192, %v193
  %v195 = add nsw i64 %v194, %v185
  %v196 = getelementptr inbounds float, ptr %v6, i64 %v195
  call void @llvm.masked.store.v8f32.p0(<8 x float> %v189, ptr %v196, i32 4, <8 x i1> %v172)
  %v197 = add nsw i64 %i178, 1
  br label %b175
b177:
  %v198 = add nsw i64 %i113, 8
  br label %b110
b112:
  %v199 = add nsw i64 %i108, 8
  br label %b105
b107:
  %v200 = icmp sge i64 8, 8
  %v201 = select i1 %v200, i64 0, i64 8
  %v202 = zext i1 %v200 to i64
  %v203 = add nsw i64 %c100_2, %v202
  %v204 = icmp sge i64 %v203, 8
  %v205 = select i1 %v204, i64 0, i64 %v203
  %v206 = zext i1 %v204 to i64
  %v207 = add nsw i64 %c100_1, %v206
  %v208 = icmp sge i64 %v207, 1
  %v209 = select i1 %v208, i64 0, i64 %v207
  %v210 = zext i1 %v208 to i64
  %v211 = add nsw i64 %c100_0, %v210
  %v212 = add nsw i64 %c100_4, %v104
  %v213 = add nsw i64 %i100, 1
  br label %b97
b99:
  %v214 = add nsw i64 %i80, 16
  br label %b77
b79:
  %v215 = add nsw i64 %i61, 1
  br label %b58
b60:
  ret void
}
define internal void @mm_float32_windows_2112_4_001(i64 %m, i64 %n, i64 %k, ptr %a, ptr %b, i64 %panel, ptr %d, i64 %dm, i64 %add, i64 %whole) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  %v1 = alloca float, i64 192, align 64
  br label %start
start:
  br label %b2
b2:
  %i5 = phi i64 [ 0, %start ], [ %v66, %b10 ]
  %v6 = icmp slt i64 %i5, %n
  br i1 %v6, label %b3, label %b4
b3:
  %v7 = sub nsw i64 %n, %i5
  %v8 = icmp sgt i64 %v7, 16
  %v9 = icmp sgt i64 %v7, 8
  br i1 true, label %b11, label %b12
b11:
  %v13 = udiv i64 %i5, 16
  %v14 = mul nsw i64 %v13, %panel
  %v15 = getelementptr inbounds i8, ptr %b, i64 %v14
  %v16 = mul nsw i64 %i5, 4
  %v17 = getelementptr inbounds i8, ptr %d, i64 %v16
  %v18 = icmp sge i64 %v7, 16
  %v19 = call i64 @llvm.smin.i64(i64 %v7, i64 16)
  %v20 = udiv i64 %m, 6
  %v21 = mul nsw i64 %v20, 6
  br label %b22
b22:
  %i25 = phi i64 [ 0, %b11 ], [ %v43, %b42 ]
  %v26 = icmp slt i64 %i25, %v21
  br i1 %v26, label %b23, label %b24
b23:
  %v27 = sub nsw i64 %v21, %i25
  %v28 = call i64 @llvm.smin.i64(i64 6, i64 %v27)
  %v29 = icmp eq i64 %v28, 6
  %v30 = and i1 %v18, %v29
  %v31 = icmp ne i64 %whole, 0
  %v32 = or i1 %v30, %v31
  %v33 = mul nsw i64 %i25, %dm
  %v34 = getelementptr inbounds i8, ptr %v17, i64 %v33
  %v35 = mul nsw i64 %i25, 2112
  %v36 = getelementptr inbounds i8, ptr %a, i64 %v35
  %v37 = select i1 %v32, ptr %v34, ptr %v1
  %v38 = select i1 %v32, i64 %dm, i64 128
  %v39 = select i1 %v32, i64 %add, i64 0
  call void @mm_float32_windows_tile_6_1_1_2112_4(i64 %k, ptr %v36, ptr %v15, i64 %panel, ptr %v37, i64 %v38, i64 %v39)
  %v40 = xor i1 %v32, true
  br i1 %v40, label %b41, label %b42
b41:
  call void @mm_float32_flush_4(i64 %v28, i64 %v19, ptr %v1, ptr %v34, i64 %dm, i64 %add)
  br label %b42
b42:
  %v43 = add nsw i64 %i25, 6
  br label %b22
b24:
  br label %b44
b44:
  %i47 = phi i64 [ %v21, %b24 ], [ %v65, %b64 ]
  %v48 = icmp slt i64 %i47, %m
  br i1 %v48, label %b45, label %b46
b45:
  %v49 = sub nsw i64 %m, %i47
  %v50 = call i64 @llvm.smin.i64(i64 6, i64 %v49)
  %v51 = icmp eq i64 %v50, 6
  %v52 = and i1 %v18, %v51
  %v53 = icmp ne i64 %whole, 0
  %v54 = or i1 %v52, %v53
  %v55 = mul nsw i64 %i47, %dm
  %v56 = getelementptr inbounds i8, ptr %v17, i64 %v55
  %v57 = mul nsw i64 %i47, 2112
  %v58 = getelementptr inbounds i8, ptr %a, i64 %v57
  %v59 = select i1 %v54, ptr %v56, ptr %v1
  %v60 = select i1 %v54, i64 %dm, i64 128
  %v61 = select i1 %v54, i64 %add, i64 0
  call void @mm_float32_windows_tile_6_1_1_2112_4(i64 %k, ptr %v58, ptr %v15, i64 %panel, ptr %v59, i64 %v60, i64 %v61)
  %v62 = xor i1 %v54, true
  br i1 %v62, label %b63, label %b64
b63:
  call void @mm_float32_flush_4(i64 %v50, i64 %v19, ptr %v1, ptr %v56, i64 %dm, i64 %add)
  br label %b64
b64:
  %v65 = add nsw i64 %i47, 6
  br label %b44
b46:
  br label %b10
b12:
  br label %b10
b10:
  %v66 = add nsw i64 %i5, 16
  br label %b2
b4:
  ret void
}
define internal void @mm_float32_windows_tile_6_1_1_2112_4(i64 %k, ptr %a, ptr %b, i64 %panel, ptr %d, i64 %dm, i64 %add) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  br label %start
start:
  call void @llvm.prefetch.p0(ptr %d, i32 0, i32 3, i32 1)
  %v1 = getelementptr inbounds i8, ptr %d, i64 %dm
  call void @llvm.prefetch.p0(ptr %v1, i32 0, i32 3, i32 1)
  %v2 = getelementptr inbounds i8, ptr %v1, i64 %dm
  call void @llvm.prefetch.p0(ptr %v2, i32 0, i32 3, i32 1)
  %v3 = getelementptr inbounds i8, ptr %v2, i64 %dm
  call void @llvm.prefetch.p0(ptr %v3, i32 0, i32 3, i32 1)
  %v4 = getelementptr inbounds i8, ptr %v3, i64 %dm
  call void @llvm.prefetch.p0(ptr %v4, i32 0, i32 3, i32 1)
  %v5 = getelementptr inbounds i8, ptr %v4, i64 %dm
  call void @llvm.prefetch.p0(ptr %v5, i32 0, i32 3, i32 1)
  %v6 = getelementptr inbounds i8, ptr %v5, i64 %dm
  %v7 = udiv i64 %k, 2
  %v8 = mul nsw i64 %v7, 2
  br label %b9
b9:
  %i12 = phi i64 [ 0, %start ], [ %v78, %b10 ]
  %c12_0 = phi <8 x float> [ zeroinitializer, %start ], [ %v50, %b10 ]
  %c12_1 = phi <8 x float> [ zeroinitializer, %start ], [ %v55, %b10 ]
  %c12_2 = phi <8 x float> [ zeroinitializer, %start ], [ %v60, %b10 ]
  %c12_3 = phi <8 x float> [ zeroinitializer, %start ], [ %v65, %b10 ]
  %c12_4 = phi <8 x float> [ zeroinitializer, %start ], [ %v70, %b10 ]
  %c12_5 = phi <8 x float> [ zeroinitializer, %start ], [ %v75, %b10 ]
  %c12_6 = phi ptr [ %a, %start ], [ %v76, %b10 ]
  %c12_7 = phi ptr [ %b, %start ], [ %v77, %b10 ]
  %v13 = icmp slt i64 %i12, %v8
  br i1 %v13, label %b10, label %b11
b10:
  %v14 = load <8 x float>, ptr %c12_7, align 4
  %v15 = load float, ptr %c12_6, align 4
  %v16 = insertelement <8 x float> poison, float %v15, i64 0
  %v17 = shufflevector <8 x float> %v16, <8 x float> poison, <8 x i32> zeroinitializer
  %v18 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v17, <8 x float> %v14, <8 x float> %c12_0)
  %v19 = getelementptr inbounds i8, ptr %c12_6, i64 2112
  %v20 = load float, ptr %v19, align 4
  %v21 = insertelement <8 x float> poison, float %v20, i64 0
  %v22 = shufflevector <8 x float> %v21, <8 x float> poison, <8 x i32> zeroinitializer
  %v23 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v22, <8 x float> %v14, <8 x float> %c12_1)
  %v24 = getelementptr inbounds i8, ptr %c12_6, i64 4224
  %v25 = load float, ptr %v24, align 4
  %v26 = insertelement <8 x float> poison, float %v25, i64 0
  %v27 = shufflevector <8 x float> %v26, <8 x float> poison, <8 x i32> zeroinitializer
  %v28 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v27, <8 x float> %v14, <8 x float> %c12_2)
  %v29 = getelementptr inbounds i8, ptr %c12_6, i64 6336
  %v30 = load float, ptr %v29, align 4
  %v31 = insertelement <8 x float> poison, float %v30, i64 0
  %v32 = shufflevector <8 x float> %v31, <8 x float> poison, <8 x i32> zeroinitializer
  %v33 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v32, <8 x float> %v14, <8 x float> %c12_3)
  %v34 = getelementptr inbounds i8, ptr %c12_6, i64 8448
  %v35 = load float, ptr %v34, align 4
  %v36 = insertelement <8 x float> poison, float %v35, i64 0
  %v37 = shufflevector <8 x float> %v36, <8 x float> poison, <8 x i32> zeroinitializer
  %v38 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v37, <8 x float> %v14, <8 x float> %c12_4)
  %v39 = getelementptr inbounds i8, ptr %c12_6, i64 10560
  %v40 = load float, ptr %v39, align 4
  %v41 = insertelement <8 x float> poison, float %v40, i64 0
  %v42 = shufflevector <8 x float> %v41, <8 x float> poison, <8 x i32> zeroinitializer
  %v43 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v42, <8 x float> %v14, <8 x float> %c12_5)
  %v44 = getelementptr inbounds i8, ptr %c12_7, i64 64
  %v45 = load <8 x float>, ptr %v44, align 4
  %v46 = getelementptr inbounds i8, ptr %c12_6, i64 4
  %v47 = load float, ptr %v46, align 4
  %v48 = insertelement <8 x float> poison, float %v47, i64 0
  %v49 = shufflevector <8 x float> %v48, <8 x float> poison, <8 x i32> zeroinitializer
  %v50 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v49, <8 x float> %v45, <8 x float> %v18)
  %v51 = getelementptr inbounds i8, ptr %c12_6, i64 2116
  %v52 = load float, ptr %v51, align 4
  %v53 = insertelement <8 x float> poison, float %v52, i64 0
  %v54 = shufflevector <8 x float> %v53, <8 x float> poison, <8 x i32> zeroinitializer
  %v55 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v54, <8 x float> %v45, <8 x float> %v23)
  %v56 = getelementptr inbounds i8, ptr %c12_6, i64 4228
  %v57 = load float, ptr %v56, align 4
  %v58 = insertelement <8 x float> poison, float %v57, i64 0
  %v59 = shufflevector <8 x float> %v58, <8 x float> poison, <8 x i32> zeroinitializer
  %v60 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v59, <8 x float> %v45, <8 x float> %v28)
  %v61 = getelementptr inbounds i8, ptr %c12_6, i64 6340
  %v62 = load float, ptr %v61, align 4
  %v63 = insertelement <8 x float> poison, float %v62, i64 0
  %v64 = shufflevector <8 x float> %v63, <8 x float> poison, <8 x i32> zeroinitializer
  %v65 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v64, <8 x float> %v45, <8 x float> %v33)
  %v66 = getelementptr inbounds i8, ptr %c12_6, i64 8452
  %v67 = load float, ptr %v66, align 4
  %v68 = insertelement <8 x float> poison, float %v67, i64 0
  %v69 = shufflevector <8 x float> %v68, <8 x float> poison, <8 x i32> zeroinitializer
  %v70 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v69, <8 x float> %v45, <8 x float> %v38)
  %v71 = getelementptr inbounds i8, ptr %c12_6, i64 10564
  %v72 = load float, ptr %v71, align 4
  %v73 = insertelement <8 x float> poison, float %v72, i64 0
  %v74 = shufflevector <8 x float> %v73, <8 x float> poison, <8 x i32> zeroinitializer
  %v75 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v74, <8 x float> %v45, <8 x float> %v43)
  %v76 = getelementptr inbounds i8, ptr %c12_6, i64 8
  %v77 = getelementptr inbounds i8, ptr %c12_7, i64 128
  %v78 = add nsw i64 %i12, 2
  br label %b9
b11:
  br label %b79
b79:
  %i82 = phi i64 [ %v8, %b11 ], [ %v116, %b80 ]
  %c82_0 = phi <8 x float> [ %c12_0, %b11 ], [ %v88, %b80 ]
  %c82_1 = phi <8 x float> [ %c12_1, %b11 ], [ %v93, %b80 ]
  %c82_2 = phi <8 x float> [ %c12_2, %b11 ], [ %v98, %b80 ]
  %c82_3 = phi <8 x float> [ %c12_3, %b11 ], [ %v103, %b80 ]
  %c82_4 = phi <8 x float> [ %c12_4, %b11 ], [ %v108, %b80 ]
  %c82_5 = phi <8 x float> [ %c12_5, %b11 ], [ %v113, %b80 ]
  %c82_6 = phi ptr [ %c12_6, %b11 ], [ %v114, %b80 ]
  %c82_7 = phi ptr [ %c12_7, %b11 ], [ %v115, %b80 ]
  %v83 = icmp slt i64 %i82, %k
  br i1 %v83, label %b80, label %b81
b80:
  %v84 = load <8 x float>, ptr %c82_7, align 4
  %v85 = load float, ptr %c82_6, align 4
  %v86 = insertelement <8 x float> poison, float %v85, i64 0
  %v87 = shufflevector <8 x float> %v86, <8 x float> poison, <8 x i32> zeroinitializer
  %v88 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v87, <8 x float> %v84, <8 x float> %c82_0)
  %v89 = getelementptr inbounds i8, ptr %c82_6, i64 2112
  %v90 = load float, ptr %v89, align 4
  %v91 = insertelement <8 x float> poison, float %v90, i64 0
  %v92 = shufflevector <8 x float> %v91, <8 x float> poison, <8 x i32> zeroinitializer
  %v93 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v92, <8 x float> %v84, <8 x float> %c82_1)
  %v94 = getelementptr inbounds i8, ptr %c82_6, i64 4224
  %v95 = load float, ptr %v94, align 4
  %v96 = insertelement <8 x float> poison, float %v95, i64 0
  %v97 = shufflevector <8 x float> %v96, <8 x float> poison, <8 x i32> zeroinitializer
  %v98 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v97, <8 x float> %v84, <8 x float> %c82_2)
  %v99 = getelementptr inbounds i8, ptr %c82_6, i64 6336
  %v100 = load float, ptr %v99, align 4
  %v101 = insertelement <8 x float> poison, float %v100, i64 0
  %v102 = shufflevector <8 x float> %v101, <8 x float> poison, <8 x i32> zeroinitializer
  %v103 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v102, <8 x float> %v84, <8 x float> %c82_3)
  %v104 = getelementptr inbounds i8, ptr %c82_6, i64 8448
  %v105 = load float, ptr %v104, align 4
  %v106 = insertelement <8 x float> poison, float %v105, i64 0
  %v107 = shufflevector <8 x float> %v106, <8 x float> poison, <8 x i32> zeroinitializer
  %v108 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v107, <8 x float> %v84, <8 x float> %c82_4)
  %v109 = getelementptr inbounds i8, ptr %c82_6, i64 10560
  %v110 = load float, ptr %v109, align 4
  %v111 = insertelement <8 x float> poison, float %v110, i64 0
  %v112 = shufflevector <8 x float> %v111, <8 x float> poison, <8 x i32> zeroinitializer
  %v113 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v112, <8 x float> %v84, <8 x float> %c82_5)
  %v114 = getelementptr inbounds i8, ptr %c82_6, i64 4
  %v115 = getelementptr inbounds i8, ptr %c82_7, i64 64
  %v116 = add nsw i64 %i82, 1
  br label %b79
b81:
  %v119 = icmp ne i64 %add, 0
  br i1 %v119, label %b117, label %b118
b117:
  %v120 = load <8 x float>, ptr %d, align 4
  %v121 = fadd <8 x float> %v120, %c82_0
  store <8 x float> %v121, ptr %d, align 4
  %v122 = getelementptr inbounds i8, ptr %d, i64 %dm
  %v123 = load <8 x float>, ptr %v122, align 4
  %v124 = fadd <8 x float> %v123, %c82_1
  store <8 x float> %v124, ptr %v122, align 4
  %v125 = getelementptr inbounds i8, ptr %v122, i64 %dm
  %v126 = load <8 x float>, ptr %v125, align 4
  %v127 = fadd <8 x float> %v126, %c82_2
  store <8 x float> %v127, ptr %v125, align 4
  %v128 = getelementptr inbounds i8, ptr %v125, i64 %dm
  %v129 = load <8 x float>, ptr %v128, align 4
  %v130 = fadd <8 x float> %v129, %c82_3
  store <8 x float> %v130, ptr %v128, align 4
  %v131 = getelementptr inbounds i8, ptr %v128, i64 %dm
  %v132 = load <8 x float>, ptr %v131, align 4
  %v133 = fadd <8 x float> %v132, %c82_4
  store <8 x float> %v133, ptr %v131, align 4
  %v134 = getelementptr inbounds i8, ptr %v131, i64 %dm
  %v135 = load <8 x float>, ptr %v134, align 4
  %v136 = fadd <8 x float> %v135, %c82_5
  store <8 x float> %v136, ptr %v134, align 4
  %v137 = getelementptr inbounds i8, ptr %v134, i64 %dm
  ret void
b118:
  store <8 x float> %c82_0, ptr %d, align 4
  %v138 = getelementptr inbounds i8, ptr %d, i64 %dm
  store <8 x float> %c82_1, ptr %v138, align 4
  %v139 = getelementptr inbounds i8, ptr %v138, i64 %dm
  store <8 x float> %c82_2, ptr %v139, align 4
  %v140 = getelementptr inbounds i8, ptr %v139, i64 %dm
  store <8 x float> %c82_3, ptr %v140, align 4
  %v141 = getelementptr inbounds i8, ptr %v140, i64 %dm
  store <8 x float> %c82_4, ptr %v141, align 4
  %v142 = getelementptr inbounds i8, ptr %v141, i64 %dm
  store <8 x float> %c82_5, ptr %v142, align 4
  %v143 = getelementptr inbounds i8, ptr %v142, i64 %dm
  ret void
}
define internal void @mm_float32_flush_4(i64 %rows, i64 %n, ptr %t, ptr %d, i64 %dm, i64 %add) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  br label %start
start:
  %v1 = call i64 @llvm.smin.i64(i64 %n, i64 8)
  %v2 = call i64 @llvm.smax.i64(i64 %v1, i64 0)
  %v3 = trunc i64 %v2 to i32
  %v4 = insertelement <8 x i32> poison, i32 %v3, i64 0
  %v5 = shufflevector <8 x i32> %v4, <8 x i32> poison, <8 x i32> zeroinitializer
  %v6 = icmp slt <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>, %v5
  %v7 = call i64 @llvm.smin.i64(i64 %n, i64 16)
  %v8 = call i64 @llvm.smax.i64(i64 %v7, i64 0)
  %v9 = trunc i64 %v8 to i32
  %v10 = insertelement <8 x i32> poison, i32 %v9, i64 0
  %v11 = shufflevector <8 x i32> %v10, <8 x i32> poison, <8 x i32> zeroinitializer
  %v12 = icmp slt <8 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>, %v11
  %v13 = call i64 @llvm.smin.i64(i64 %n, i64 24)
  %v14 = call i64 @llvm.smax.i64(i64 %v13, i64 0)
  %v15 = trunc i64 %v14 to i32
  %v16 = insertelement <8 x i32> poison, i32 %v15, i64 0
  %v17 = shufflevector <8 x i32> %v16, <8 x i32> poison, <8 x i32> zeroinitializer
  %v18 = icmp slt <8 x i32> <i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>, %v17
  %v19 = call i64 @llvm.smin.i64(i64 %n, i64 32)
  %v20 = call i64 @llvm.smax.i64(i64 %v19, i64 0)
  %v21 = trunc i64 %v20 to i32
  %v22 = insertelement <8 x i32> poison, i32 %v21, i64 0
  %v23 = shufflevector <8 x i32> %v22, <8 x i32> poison, <8 x i32> zeroinitializer
  %v24 = icmp slt <8 x i32> <i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>, %v23
  %v25 = icmp ne i64 %add, 0
  br label %b26
b26:
  %i29 = phi i64 [ 0, %start ], [ %v57, %b27 ]
  %v30 = icmp slt i64 %i29, %rows
  br i1 %v30, label %b27, label %b28
b27:
  %v31 = mul nsw i64 %i29, 128
  %v32 = getelementptr inbounds i8, ptr %t, i64 %v31
  %v33 = mul nsw i64 %i29, %dm
  %v34 = getelementptr inbounds i8, ptr %d, i64 %v33
  %v35 = load <8 x float>, ptr %v32, align 4
  %v36 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v34, i32 4, <8 x i1> %v6, <8 x float> zeroinitializer)
  %v37 = fadd <8 x float> %v36, %v35
  %v38 = select i1 %v25, <8 x float> %v37, <8 x float> %v35
  call void @llvm.masked.store.v8f32.p0(<8 x float> %v38, ptr %v34, i32 4, <8 x i1> %v6)
  %v39 = getelementptr inbounds i8, ptr %v34, i64 32
  %v40 = getelementptr inbounds i8, ptr %v32, i64 32
  %v41 = load <8 x float>, ptr %v40, align 4
  %v42 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v39, i32 4, <8 x i1> %v12, <8 x float> zeroinitializer)
  %v43 = fadd <8 x float> %v42, %v41
  %v44 = select i1 %v25, <8 x float> %v43, <8 x float> %v41
  call void @llvm.masked.store.v8f32.p0(<8 x float> %v44, ptr %v39, i32 4, <8 x i1> %v12)
  %v45 = getelementptr inbounds i8, ptr %v34, i64 64
  %v46 = getelementptr inbounds i8, ptr %v32, i64 64
  %v47 = load <8 x float>, ptr %v46, align 4
  %v48 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v45, i32 4, <8 x i1> %v18, <8 x float> zeroinitializer)
  %v49 = fadd <8 x float> %v48, %v47
  %v50 = select i1 %v25, <8 x float> %v49, <8 x float> %v47
  call void @llvm.masked.store.v8f32.p0(<8 x float> %v50, ptr %v45, i32 4, <8 x i1> %v18)
  %v51 = getelementptr inbounds i8, ptr %v34, i64 96
  %v52 = getelementptr inbounds i8, ptr %v32, i64 96
  %v53 = load <8 x float>, ptr %v52, align 4
  %v54 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v51, i32 4, <8 x i1> %v24, <8 x float> zeroinitializer)
  %v55 = fadd <8 x float> %v54, %v53
  %v56 = select i1 %v25, <8 x float> %v55, <8 x float> %v53
  call void @llvm.masked.store.v8f32.p0(<8 x float> %v56, ptr %v51, i32 4, <8 x i1> %v24)
  %v57 = add nsw i64 %i29, 1
  br label %b26
b28:
  ret void
}
define internal void @mm_float32_gather_0(ptr %desc, ptr %table, ptr %source, i64 %n, i64 %o1, i64 %o2, i64 %o3, i64 %rows, i64 %first, i64 %columns, ptr %d, i64 %dm) nounwind "no-builtins" nounwind "no-builtins" noinline {
entry:
  br label %start
start:
  %v1 = load i64, ptr %desc, align 8
  %v2 = getelementptr inbounds i64, ptr %desc, i64 1
  %v3 = load i64, ptr %v2, align 8
  %v4 = getelementptr inbounds i64, ptr %desc, i64 2
  %v5 = load i64, ptr %v4, align 8
  %v6 = getelementptr inbounds i64, ptr %desc, i64 3
  %v7 = load i64, ptr %v6, align 8
  %v8 = getelementptr inbounds i64, ptr %desc, i64 4
  %v9 = load i64, ptr %v8, align 8
  %v10 = getelementptr inbounds i64, ptr %desc, i64 5
  %v11 = load i64, ptr %v10, align 8
  %v12 = getelementptr inbounds i64, ptr %desc, i64 6
  %v13 = load i64, ptr %v12, align 8
  %v14 = getelementptr inbounds i64, ptr %desc, i64 7
  %v15 = load i64, ptr %v14, align 8
  %v16 = getelementptr inbounds i64, ptr %desc, i64 8
  %v17 = load i64, ptr %v16, align 8
  %v18 = getelementptr inbounds i64, ptr %desc, i64 9
  %v19 = load i64, ptr %v18, align 8
  %v20 = getelementptr inbounds i64, ptr %desc, i64 10
  %v21 = load i64, ptr %v20, align 8
  %v22 = getelementptr inbounds i64, ptr %desc, i64 11
  %v23 = load i64, ptr %v22, align 8
  %v24 = getelementptr inbounds i64, ptr %desc, i64 12
  %v25 = load i64, ptr %v24, align 8
  %v26 = getelementptr inbounds i64, ptr %desc, i64 13
  %v27 = load i64, ptr %v26, align 8
  %v28 = getelementptr inbounds i64, ptr %desc, i64 14
  %v29 = load i64, ptr %v28, align 8
  %v30 = getelementptr inbounds i64, ptr %desc, i64 15
  %v31 = load i64, ptr %v30, align 8
  %v32 = getelementptr inbounds i64, ptr %desc, i64 16
  %v33 = load i64, ptr %v32, align 8
  %v34 = getelementptr inbounds i64, ptr %desc, i64 17
  %v35 = load i64, ptr %v34, align 8
  %v36 = getelementptr inbounds i64, ptr %desc, i64 18
  %v37 = load i64, ptr %v36, align 8
  %v38 = getelementptr inbounds i64, ptr %desc, i64 19
  %v39 = load i64, ptr %v38, align 8
  %v40 = getelementptr inbounds i64, ptr %desc, i64 20
  %v41 = load i64, ptr %v40, align 8
  %v42 = getelementptr inbounds i64, ptr %desc, i64 21
  %v43 = load i64, ptr %v42, align 8
  %v44 = add nsw i64 %first, %columns
  %v45 = call i64 @llvm.smax.i64(i64 %v33, i64 1)
  %v46 = udiv i64 %first, %v45
  %v47 = sub nsw i64 %v45, 1
  %v48 = add nsw i64 %v44, %v47
  %v49 = udiv i64 %v48, %v45
  %v50 = mul nsw i64 %v25, %v7
  %v51 = add nsw i64 %o3, %rows
  %v52 = sub nsw i64 %v19, 1
  %v53 = add nsw i64 %v51, %v52
  %v54 = udiv i64 %v53, %v19
  br label %b55
b55:
  %i58 = phi i64 [ 0, %start ], [ %v224, %b64 ]
  %c58_0 = phi i64 [ %n, %start ], [ %v220, %b64 ]
  %c58_1 = phi i64 [ %o1, %start ], [ %v218, %b64 ]
  %c58_2 = phi i64 [ %o2, %start ], [ %v214, %b64 ]
  %c58_3 = phi i64 [ %o3, %start ], [ 0, %b64 ]
  %c58_4 = phi ptr [ %d, %start ], [ %v222, %b64 ]
  %c58_5 = phi i64 [ %rows, %start ], [ %v223, %b64 ]
  %v59 = icmp slt i64 %i58, %v54
  br i1 %v59, label %b56, label %b57
b56:
  %v60 = sub nsw i64 %v19, %c58_3
  %v61 = call i64 @llvm.smin.i64(i64 %c58_5, i64 %v60)
  br label %b62
b62:
  %i65 = phi i64 [ %v46, %b56 ], [ %v211, %b161 ]
  %v66 = icmp slt i64 %i65, %v49
  br i1 %v66, label %b63, label %b64
b63:
  %v67 = mul nsw i64 %i65, 64
  %v68 = getelementptr inbounds i8, ptr %table, i64 %v67
  %v69 = load i64, ptr %v68, align 8
  %v70 = getelementptr inbounds i8, ptr %v68, i64 8
  %v71 = load i64, ptr %v70, align 8
  %v72 = getelementptr inbounds i8, ptr %v68, i64 16
  %v73 = load i64, ptr %v72, align 8
  %v74 = getelementptr inbounds i8, ptr %v68, i64 24
  %v75 = load i64, ptr %v74, align 8
  %v76 = getelementptr inbounds i8, ptr %v68, i64 32
  %v77 = load i64, ptr %v76, align 8
  %v78 = getelementptr inbounds i8, ptr %v68, i64 40
  %v79 = load i64, ptr %v78, align 8
  %v80 = mul nsw i64 %c58_0, %v1
  %v81 = getelementptr inbounds i8, ptr %source, i64 %v80
  %v82 = mul nsw i64 %c58_1, %v21
  %v83 = add nsw i64 %v82, %v27
  %v84 = add nsw i64 %v83, %v69
  %v85 = mul nsw i64 %v83, %v3
  %v86 = getelementptr inbounds i8, ptr %v81, i64 %v85
  %v87 = icmp ult i64 %v84, %v9
  %v88 = and i1 true, %v87
  %v89 = mul nsw i64 %c58_2, %v23
  %v90 = add nsw i64 %v89, %v29
  %v91 = add nsw i64 %v90, %v71
  %v92 = mul nsw i64 %v90, %v5
  %v93 = getelementptr inbounds i8, ptr %v86, i64 %v92
  %v94 = icmp ult i64 %v91, %v11
  %v95 = and i1 %v88, %v94
  %v96 = mul nsw i64 %c58_3, %v25
  %v97 = add nsw i64 %v96, %v31
  %v98 = mul nsw i64 %v97, %v7
  %v99 = getelementptr inbounds i8, ptr %v93, i64 %v98
  %v100 = getelementptr inbounds i8, ptr %v99, i64 %v75
  %v101 = mul nsw i64 %i65, %v45
  %v102 = sub nsw i64 %first, %v101
  %v103 = call i64 @llvm.smax.i64(i64 %v102, i64 0)
  %v104 = sub nsw i64 %v44, %v101
  %v105 = call i64 @llvm.smin.i64(i64 %v45, i64 %v104)
  %v106 = sub nsw i64 %v101, %first
  %v107 = mul nsw i64 %v106, 4
  %v108 = getelementptr inbounds i8, ptr %c58_4, i64 %v107
  %v109 = sub nsw i64 %v77, %c58_3
  %v110 = call i64 @llvm.smax.i64(i64 %v109, i64 0)
  %v111 = call i64 @llvm.smin.i64(i64 %v110, i64 %v61)
  %v112 = sub nsw i64 %v79, %c58_3
  %v113 = call i64 @llvm.smax.i64(i64 %v112, i64 %v111)
  %v114 = call i64 @llvm.smin.i64(i64 %v113, i64 %v61)
  %v115 = select i1 %v95, i64 %v111, i64 %v61
  %v116 = select i1 %v95, i64 %v114, i64 %v61
  %v117 = sub nsw i64 %v105, %v103
  %v118 = urem i64 %v117, 8
  %v119 = udiv i64 %v117, 8
  %v120 = mul nsw i64 %v119, 32
  %v121 = call i64 @llvm.smin.i64(i64 %v118, i64 8)
  %v122 = call i64 @llvm.smax.i64(i64 %v121, i64 0)
  %v123 = trunc i64 %v122 to i32
  %v124 = insertelement <8 x i32> poison, i32 %v123, i64 0
  %v125 = shufflevector <8 x i32> %v124, <8 x i32> poison, <8 x i32> zeroinitializer
  %v126 = icmp slt <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>, %v125
  %v127 = mul nsw i64 %v115, %v50
  %v128 = mul nsw i64 %v103, 4
  %v129 = add nsw i64 %v127, %v128
  %v130 = getelementptr inbounds i8, ptr %v100, i64 %v129
  %v131 = mul nsw i64 %v115, %dm
  %v132 = mul nsw i64 %v103, 4
  %v133 = add nsw i64 %v131, %v132
  %v134 = getelementptr inbounds i8, ptr %v108, i64 %v133
  %v135 = icmp ne i64 %v118, 0
  br label %b136
b136:
  %i139 = phi i64 [ %v115, %b63 ], [ %v157, %b151 ]
  %c139_0 = phi ptr [ %v130, %b63 ], [ %v155, %b151 ]
  %c139_1 = phi ptr [ %v134, %b63 ], [ %v156, %b151 ]
  %v140 = icmp slt i64 %i139, %v116
  br i1 %v140, label %b137, label %b138
b137:
  br label %b141
b141:
  %i144 = phi i64 [ 0, %b137 ], [ %v149, %b142 ]
  %v145 = icmp slt i64 %i144, %v120
  br i1 %v145, label %b142, label %b143
b142:
  %v146 = getelementptr inbounds i8, ptr %c139_0, i64 %i144
  %v147 = load <8 x float>, ptr %v146, align 4
  %v148 = getelementptr inbounds i8, ptr %c139_1, i64 %i144
  store <8 x float> %v147, ptr %v148, align 4
  %v149 = add nsw i64 %i144, 32
  br label %b141
b143:
  br i1 %v135, label %b150, label %b151
b150:
  %v152 = getelementptr inbounds i8, ptr %c139_0, i64 %v120
  %v153 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v152, i32 4, <8 x i1> %v126, <8 x float> zeroinitializer)
  %v154 = getelementptr inbounds i8, ptr %c139_1, i64 %v120
  store <8 x float> %v153, ptr %v154, align 4
  br label %b151
b151:
  %v155 = getelementptr inbounds i8, ptr %c139_0, i64 %v50
  %v156 = getelementptr inbounds i8, ptr %c139_1, i64 %dm
  %v157 = add nsw i64 %i139, 1
  br label %b136
b138:
  %v158 = add nsw i64 %v97, %v73
  br label %b159
b159:
  %i162 = phi i64 [ 0, %b138 ], [ %v210, %b169 ]
  %v163 = icmp slt i64 %i162, 2
  br i1 %v163, label %b160, label %b161
b160:
  %v164 = icmp eq i64 %i162, 0
  %v165 = select i1 %v164, i64 0, i64 %v116
  %v166 = select i1 %v164, i64 %v115, i64 %v61
  br label %b167
b167:
  %i170 = phi i64 [ %v165, %b160 ], [ %v209, %b194 ]
  %v171 = icmp slt i64 %i170, %v166
  br i1 %v171, label %b168, label %b169
b168:
  %v172 = mul nsw i64 %i170, %v25
  %v173 = add nsw i64 %v158, %v172
  %v174 = mul nsw i64 %i170, %v50
  %v175 = getelementptr inbounds i8, ptr %v100, i64 %v174
  %v176 = sub nsw i64 0, %v173
  %v177 = call i64 @llvm.smax.i64(i64 %v176, i64 0)
  %v178 = mul nsw i64 %v177, %v35
  %v179 = sub nsw i64 %v13, %v173
  %v180 = call i64 @llvm.smin.i64(i64 %v179, i64 %v37)
  %v181 = call i64 @llvm.smax.i64(i64 %v180, i64 0)
  %v182 = mul nsw i64 %v181, %v35
  %v183 = select i1 %v95, i64 %v182, i64 0
  %v184 = trunc i64 %v178 to i32
  %v185 = insertelement <8 x i32> poison, i32 %v184, i64 0
  %v186 = shufflevector <8 x i32> %v185, <8 x i32> poison, <8 x i32> zeroinitializer
  %v187 = trunc i64 %v183 to i32
  %v188 = insertelement <8 x i32> poison, i32 %v187, i64 0
  %v189 = shufflevector <8 x i32> %v188, <8 x i32> poison, <8 x i32> zeroinitializer
  %v190 = mul nsw i64 %i170, %dm
  %v191 = getelementptr inbounds i8, ptr %v108, i64 %v190
  br label %b192
b192:
  %i195 = phi i64 [ %v103, %b168 ], [ %v208, %b193 ]
  %v196 = icmp slt i64 %i195, %v105
  br i1 %v196, label %b193, label %b194
b193:
  %v197 = trunc i64 %i195 to i32
  %v198 = insertelement <8 x i32> poison, i32 %v197, i64 0
  %v199 = shufflevector <8 x i32> %v198, <8 x i32> poison, <8 x i32> zeroinitializer
  %v200 = add <8 x i32> %v199, <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %v201 = icmp sge <8 x i32> %v200, %v186
  %v202 = icmp slt <8 x i32> %v200, %v189
  %v203 = and <8 x i1> %v201, %v202
  %v204 = mul nsw i64 %i195, 4
  %v205 = getelementptr inbounds i8, ptr %v175, i64 %v204
  %v206 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %v205, i32 4, <8 x i1> %v203, <8 x float> zeroinitializer)
  %v207 = getelementptr inbounds i8, ptr %v191, i64 %v204
  store <8 x float> %v206, ptr %v207, align 4
  %v208 = add nsw i64 %i195, 8
  br label %b192
b194:
  %v209 = add nsw i64 %i170, 1
  br label %b167
b169:
  %v210 = add nsw i64 %i162, 1
  br label %b159
b161:
  %v211 = add nsw i64 %i65, 1
  br label %b62
b64:
  %v212 = add nsw i64 %c58_2, 1
  %v213 = icmp sge i64 %v212, %v17
  %v214 = select i1 %v213, i64 0, i64 %v212
  %v215 = zext i1 %v213 to i64
  %v216 = add nsw i64 %c58_1, %v215
  %v217 = icmp sge i64 %v216, %v15
  %v218 = select i1 %v217, i64 0, i64 %v216
  %v219 = zext i1 %v217 to i64
  %v220 = add nsw i64 %c58_0, %v219
  %v221 = mul nsw i64 %v61, %dm
  %v222 = getelementptr inbounds i8, ptr %c58_4, i64 %v221
  %v223 = sub nsw i64 %c58_5, %v61
  %v224 = add nsw i64 %i58, 1
  br label %b55
b57:
  ret void
}
