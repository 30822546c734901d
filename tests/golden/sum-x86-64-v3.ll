declare i64 @llvm.smin.i64(i64, i64)
define i64 @program(ptr noalias %bufs, ptr noalias %dims, ptr %ctx) nounwind "no-builtins" {
entry:
  %v1 = alloca i64, i64 4, align 16
  %v2 = alloca i64, i64 5, align 16
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
  %v18 = load i64, ptr %v3, align 8
  %v19 = icmp eq i64 %v18, 0
  br i1 %v19, label %b20, label %b21
b20:
  call void @launch0(ptr %ctx, ptr %v2, ptr %v3, i64 4611686018427387904)
  br label %b21
b21:
  %v22 = getelementptr inbounds i64, ptr %v1, i64 1
  %v23 = load ptr, ptr %v22, align 8
  %v24 = getelementptr inbounds i64, ptr %v2, i64 1
  store ptr %v23, ptr %v24, align 8
  %v25 = getelementptr inbounds i64, ptr %v1, i64 3
  %v26 = load ptr, ptr %v25, align 8
  %v27 = getelementptr inbounds i64, ptr %v2, i64 2
  store ptr %v26, ptr %v27, align 8
  %v28 = load i64, ptr %v3, align 8
  %v29 = icmp eq i64 %v28, 0
  br i1 %v29, label %b30, label %b31
b30:
  call void @launch1(ptr %ctx, ptr %v2, ptr %v3, i64 256)
  br label %b31
b31:
  %v32 = load i64, ptr %v3, align 8
  %v33 = getelementptr inbounds i64, ptr %ctx, i64 4
  %v34 = load i64, ptr %v33, align 8
  %v35 = icmp eq i64 %v32, 0
  %v36 = select i1 %v35, i64 %v34, i64 %v32
  ret i64 %v36
}
define internal void @launch0(ptr %ctx, ptr %handed, ptr %status, i64 %what) nounwind "no-builtins" {
entry:
  %v6 = alloca i64, i64 1, align 8
  br label %start
start:
  %v1 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v2 = load i64, ptr %v1, align 8
  %v3 = mul nsw i64 %v2, 4
  %v4 = call i64 @llvm.smin.i64(i64 1, i64 %v3)
  %v5 = call i64 @llvm.smin.i64(i64 6, i64 %v4)
  store i64 6, ptr %v6, align 8
  %v7 = icmp sgt i64 %v5, 1
  br i1 %v7, label %b8, label %b9
b8:
  %v10 = sub nsw i64 %v5, 1
  %v11 = add nsw i64 6, %v10
  %v12 = udiv i64 %v11, %v5
  store i64 %v12, ptr %v6, align 8
  br label %b9
b9:
  %v13 = load i64, ptr %v6, align 8
  %v14 = getelementptr inbounds i64, ptr %handed, i64 3
  store i64 %v13, ptr %v14, align 8
  %v15 = load i64, ptr %status, align 8
  %v16 = icmp eq i64 %v15, 0
  br i1 %v16, label %b17, label %b18
b17:
  %v19 = call i64 @run_tasks(ptr %ctx, ptr @group0, ptr %handed, i64 %v5, i64 %what)
  store i64 %v19, ptr %status, align 8
  br label %b18
b18:
  ret void
}
define internal void @group0(ptr noalias %frame, i64 %task, i64 %worker) nounwind "no-builtins" {
entry:
  br label %start
start:
  %v1 = getelementptr inbounds i64, ptr %frame, i64 1
  %v2 = load ptr, ptr %v1, align 8
  %v3 = getelementptr inbounds i64, ptr %frame, i64 2
  %v4 = load ptr, ptr %v3, align 8
  %v5 = load ptr, ptr %frame, align 8
  %v6 = getelementptr inbounds i64, ptr %frame, i64 3
  %v7 = load i64, ptr %v6, align 8
  %v8 = mul nsw i64 %task, %v7
  %v9 = add nsw i64 %v8, %v7
  %v10 = call i64 @llvm.smin.i64(i64 %v9, i64 6)
  br label %b11
b11:
  %i14 = phi i64 [ %v8, %start ], [ %v62, %b44 ]
  %c14_0 = phi i64 [ %v8, %start ], [ %v61, %b44 ]
  %v15 = icmp slt i64 %i14, %v10
  br i1 %v15, label %b12, label %b13
b12:
  %v16 = mul nsw i64 %c14_0, 8
  %v17 = add nsw i64 %v16, 8
  %v18 = call i64 @llvm.smin.i64(i64 %v17, i64 48)
  %v19 = sub nsw i64 %v18, %v16
  %v20 = udiv i64 %v19, 8
  %v21 = mul nsw i64 %v20, 8
  %v22 = add nsw i64 %v16, %v21
  br label %b23
b23:
  %i26 = phi i64 [ %v16, %b12 ], [ %v41, %b30 ]
  %v27 = icmp slt i64 %i26, %v22
  br i1 %v27, label %b24, label %b25
b24:
  br label %b28
b28:
  %i31 = phi i64 [ 0, %b24 ], [ %v38, %b29 ]
  %c31_0 = phi <8 x float> [ splat (float 0x0000000000000000), %b24 ], [ %v37, %b29 ]
  %v32 = icmp slt i64 %i31, 32
  br i1 %v32, label %b29, label %b30
b29:
  %v33 = mul nsw i64 %i31, 48
  %v34 = add nsw i64 %v33, %i26
  %v35 = getelementptr inbounds float, ptr %v2, i64 %v34
  %v36 = load <8 x float>, ptr %v35, align 4
  %v37 = fadd <8 x float> %c31_0, %v36
  %v38 = add nsw i64 %i31, 1
  br label %b28
b30:
  %v39 = fadd <8 x float> splat (float 0x0000000000000000), %c31_0
  %v40 = getelementptr inbounds float, ptr %v4, i64 %i26
  store <8 x float> %v39, ptr %v40, align 4
  %v41 = add nsw i64 %i26, 8
  br label %b23
b25:
  br label %b42
b42:
  %i45 = phi i64 [ %v22, %b25 ], [ %v60, %b49 ]
  %v46 = icmp slt i64 %i45, %v18
  br i1 %v46, label %b43, label %b44
b43:
  br label %b47
b47:
  %i50 = phi i64 [ 0, %b43 ], [ %v57, %b48 ]
  %c50_0 = phi float [ 0x0000000000000000, %b43 ], [ %v56, %b48 ]
  %v51 = icmp slt i64 %i50, 32
  br i1 %v51, label %b48, label %b49
b48:
  %v52 = mul nsw i64 %i50, 48
  %v53 = add nsw i64 %v52, %i45
  %v54 = getelementptr inbounds float, ptr %v2, i64 %v53
  %v55 = load float, ptr %v54, align 4
  %v56 = fadd float %c50_0, %v55
  %v57 = add nsw i64 %i50, 1
  br label %b47
b49:
  %v58 = fadd float 0x0000000000000000, %c50_0
  %v59 = getelementptr inbounds float, ptr %v4, i64 %i45
  store float %v58, ptr %v59, align 4
  %v60 = add nsw i64 %i45, 1
  br label %b42
b44:
  %v61 = add nsw i64 %c14_0, 1
  %v62 = add nsw i64 %i14, 1
  br label %b11
b13:
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
define internal void @launch1(ptr %ctx, ptr %handed, ptr %status, i64 %what) nounwind "no-builtins" {
entry:
  %v3 = alloca ptr, i64 1, align 8
  %v4 = alloca i8, i64 1024, align 64
  br label %start
start:
  %v1 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v2 = load i64, ptr %v1, align 8
  store ptr %v4, ptr %v3, align 8
  %v5 = icmp sgt i64 64, 1024
  br i1 %v5, label %b6, label %b7
b6:
  %v8 = getelementptr inbounds i64, ptr %ctx, i64 1
  %v9 = load ptr, ptr %v8, align 8
  %v10 = call ptr %v9(i64 64)
  store ptr %v10, ptr %v3, align 8
  %v11 = icmp eq ptr %v10, null
  br i1 %v11, label %b12, label %b13
b12:
  store i64 2, ptr %status, align 8
  %v14 = getelementptr inbounds i64, ptr %ctx, i64 5
  store i64 64, ptr %v14, align 8
  br label %b13
b13:
  br label %b7
b7:
  %v15 = load ptr, ptr %v3, align 8
  %v16 = getelementptr inbounds i64, ptr %handed, i64 4
  store ptr %v15, ptr %v16, align 8
  %v17 = load i64, ptr %status, align 8
  %v18 = icmp eq i64 %v17, 0
  br i1 %v18, label %b19, label %b20
b19:
  %v21 = call i64 @run_tasks(ptr %ctx, ptr @group1_part, ptr %handed, i64 1, i64 %what)
  store i64 %v21, ptr %status, align 8
  br label %b20
b20:
  %v22 = load i64, ptr %status, align 8
  %v23 = icmp eq i64 %v22, 0
  br i1 %v23, label %b24, label %b25
b24:
  %v26 = or i64 %what, 1
  %v27 = call i64 @run_tasks(ptr %ctx, ptr @group1_join, ptr %handed, i64 1, i64 %v26)
  store i64 %v27, ptr %status, align 8
  br label %b25
b25:
  br i1 %v5, label %b28, label %b29
b28:
  %v30 = icmp ne ptr %v15, null
  br i1 %v30, label %b31, label %b32
b31:
  %v33 = getelementptr inbounds i64, ptr %ctx, i64 2
  %v34 = load ptr, ptr %v33, align 8
  call void %v34(ptr %v15, i64 64)
  br label %b32
b32:
  br label %b29
b29:
  ret void
}
define internal void @group1_part(ptr noalias %frame, i64 %task, i64 %worker) nounwind "no-builtins" {
entry:
  br label %start
start:
  %v1 = getelementptr inbounds i64, ptr %frame, i64 1
  %v2 = load ptr, ptr %v1, align 8
  %v3 = getelementptr inbounds i64, ptr %frame, i64 2
  %v4 = load ptr, ptr %v3, align 8
  %v5 = load ptr, ptr %frame, align 8
  %v6 = getelementptr inbounds i64, ptr %frame, i64 4
  %v7 = load ptr, ptr %v6, align 8
  %v8 = mul nsw i64 %task, 16384
  %v9 = add nsw i64 %v8, 16384
  %v10 = call i64 @llvm.smin.i64(i64 %v9, i64 1536)
  %v11 = sub nsw i64 %v10, %v8
  %v12 = udiv i64 %v11, 32
  %v13 = mul nsw i64 %v12, 32
  %v14 = add nsw i64 %v8, %v13
  br label %b15
b15:
  %i18 = phi i64 [ %v8, %start ], [ %v47, %b16 ]
  %c18_0 = phi <8 x float> [ splat (float 0xFFF0000000000000), %start ], [ %v46, %b16 ]
  %c18_1 = phi float [ 0xFFF0000000000000, %start ], [ %c18_1, %b16 ]
  %v19 = icmp slt i64 %i18, %v14
  br i1 %v19, label %b16, label %b17
b16:
  %v20 = add nsw i64 %i18, 8
  %v21 = add nsw i64 %i18, 16
  %v22 = add nsw i64 %i18, 24
  %v23 = getelementptr inbounds float, ptr %v2, i64 %i18
  %v24 = load <8 x float>, ptr %v23, align 4
  %v25 = fcmp ogt <8 x float> %c18_0, %v24
  %v26 = fcmp uno <8 x float> %c18_0, %c18_0
  %v27 = or <8 x i1> %v25, %v26
  %v28 = select <8 x i1> %v27, <8 x float> %c18_0, <8 x float> %v24
  %v29 = getelementptr inbounds float, ptr %v2, i64 %v20
  %v30 = load <8 x float>, ptr %v29, align 4
  %v31 = fcmp ogt <8 x float> %v28, %v30
  %v32 = fcmp uno <8 x float> %v28, %v28
  %v33 = or <8 x i1> %v31, %v32
  %v34 = select <8 x i1> %v33, <8 x float> %v28, <8 x float> %v30
  %v35 = getelementptr inbounds float, ptr %v2, i64 %v21
  %v36 = load <8 x float>, ptr %v35, align 4
  %v37 = fcmp ogt <8 x float> %v34, %v36
  %v38 = fcmp uno <8 x float> %v34, %v34
  %v39 = or <8 x i1> %v37, %v38
  %v40 = select <8 x i1> %v39, <8 x float> %v34, <8 x float> %v36
  %v41 = getelementptr inbounds float, ptr %v2, i64 %v22
  %v42 = load <8 x float>, ptr %v41, align 4
  %v43 = fcmp ogt <8 x float> %v40, %v42
  %v44 = fcmp uno <8 x float> %v40, %v40
  %v45 = or <8 x i1> %v43, %v44
  %v46 = select <8 x i1> %v45, <8 x float> %v40, <8 x float> %v42
  %v47 = add nsw i64 %i18, 32
  br label %b15
b17:
  %v48 = udiv i64 %v11, 8
  %v49 = mul nsw i64 %v48, 8
  %v50 = add nsw i64 %v8, %v49
  br label %b51
b51:
  %i54 = phi i64 [ %v14, %b17 ], [ %v62, %b52 ]
  %c54_0 = phi <8 x float> [ %c18_0, %b17 ], [ %v61, %b52 ]
  %c54_1 = phi float [ %c18_1, %b17 ], [ %c54_1, %b52 ]
  %v55 = icmp slt i64 %i54, %v50
  br i1 %v55, label %b52, label %b53
b52:
  %v56 = getelementptr inbounds float, ptr %v2, i64 %i54
  %v57 = load <8 x float>, ptr %v56, align 4
  %v58 = fcmp ogt <8 x float> %c54_0, %v57
  %v59 = fcmp uno <8 x float> %c54_0, %c54_0
  %v60 = or <8 x i1> %v58, %v59
  %v61 = select <8 x i1> %v60, <8 x float> %c54_0, <8 x float> %v57
  %v62 = add nsw i64 %i54, 8
  br label %b51
b53:
  br label %b63
b63:
  %i66 = phi i64 [ %v50, %b53 ], [ %v74, %b64 ]
  %c66_0 = phi <8 x float> [ %c54_0, %b53 ], [ %c66_0, %b64 ]
  %c66_1 = phi float [ %c54_1, %b53 ], [ %v73, %b64 ]
  %v67 = icmp slt i64 %i66, %v10
  br i1 %v67, label %b64, label %b65
b64:
  %v68 = getelementptr inbounds float, ptr %v2, i64 %i66
  %v69 = load float, ptr %v68, align 4
  %v70 = fcmp ogt float %c66_1, %v69
  %v71 = fcmp uno float %c66_1, %c66_1
  %v72 = or i1 %v70, %v71
  %v73 = select i1 %v72, float %c66_1, float %v69
  %v74 = add nsw i64 %i66, 1
  br label %b63
b65:
  %v75 = shufflevector <8 x float> %c66_0, <8 x float> poison, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %v76 = shufflevector <8 x float> %c66_0, <8 x float> poison, <4 x i32> <i32 4, i32 5, i32 6, i32 7>
  %v77 = fcmp ogt <4 x float> %v75, %v76
  %v78 = fcmp uno <4 x float> %v75, %v75
  %v79 = or <4 x i1> %v77, %v78
  %v80 = select <4 x i1> %v79, <4 x float> %v75, <4 x float> %v76
  %v81 = shufflevector <4 x float> %v80, <4 x float> poison, <2 x i32> <i32 0, i32 1>
  %v82 = shufflevector <4 x float> %v80, <4 x float> poison, <2 x i32> <i32 2, i32 3>
  %v83 = fcmp ogt <2 x float> %v81, %v82
  %v84 = fcmp uno <2 x float> %v81, %v81
  %v85 = or <2 x i1> %v83, %v84
  %v86 = select <2 x i1> %v85, <2 x float> %v81, <2 x float> %v82
  %v87 = extractelement <2 x float> %v86, i64 0
  %v88 = extractelement <2 x float> %v86, i64 1
  %v89 = fcmp ogt float %v87, %v88
  %v90 = fcmp uno float %v87, %v87
  %v91 = or i1 %v89, %v90
  %v92 = select i1 %v91, float %v87, float %v88
  %v93 = fcmp ogt float %v92, %c66_1
  %v94 = fcmp uno float %v92, %v92
  %v95 = or i1 %v93, %v94
  %v96 = select i1 %v95, float %v92, float %c66_1
  %v97 = getelementptr i8, ptr %v7, i64 0
  %v98 = getelementptr inbounds float, ptr %v97, i64 %task
  store float %v96, ptr %v98, align 4
  ret void
}
define internal void @group1_join(ptr noalias %frame, i64 %task, i64 %worker) nounwind "no-builtins" {
entry:
  br label %start
start:
  %v1 = getelementptr inbounds i64, ptr %frame, i64 1
  %v2 = load ptr, ptr %v1, align 8
  %v3 = getelementptr inbounds i64, ptr %frame, i64 2
  %v4 = load ptr, ptr %v3, align 8
  %v5 = load ptr, ptr %frame, align 8
  %v6 = getelementptr inbounds i64, ptr %frame, i64 4
  %v7 = load ptr, ptr %v6, align 8
  %v8 = getelementptr i8, ptr %v7, i64 0
  %v9 = load float, ptr %v8, align 4
  %v10 = fcmp ogt float 0xFFF0000000000000, %v9
  %v11 = fcmp uno float 0xFFF0000000000000, 0xFFF0000000000000
  %v12 = or i1 %v10, %v11
  %v13 = select i1 %v12, float 0xFFF0000000000000, float %v9
  store float %v13, ptr %v4, align 4
  ret void
}
